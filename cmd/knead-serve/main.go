// Command knead-serve asks knead's questions in the browser: on the practice's tablet, or on
// the patient's own phone. It also recommends for other programs, by HTTP.
//
// Answers live in its memory for as long as an interview lasts. Only with --inbox is a
// finished interview written anywhere. docs/SECURITY.md says what it promises; the program
// writes to standard error when it starts and when something of its own fails, and nothing
// about people or their requests.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/report"
	"knead/rules"
	"knead/rules/packs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := newCommand(os.Stderr)
	if err := c.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "knead-serve: %v\n", err)
		os.Exit(2)
	}
}

// options are the flags.
type options struct {
	listen, pack, lang, region string
	inbox, practice, codes     string
	proxy, cert, key           string
	kiosk                      bool
	names                      fhir.Names
}

func newCommand(log io.Writer) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "knead-serve",
		Short: "Ask the questions in the browser, and recommend",
		Long: `Knead-serve asks knead's questions as plain web pages and shows the result. Answers live in
its memory and are gone when the interview is finished, after half an hour of silence, or
when the server stops. With --inbox, people may agree that a finished interview is written
to a folder, where the practice reads it with "knead recommend".

It listens on this computer only, unless it is given a certificate or stands behind a
proxy that has one. docs/web.md says how to set up a tablet, a proxy and an inbox.

Exit status: 0 stopped by a signal; 2 it cannot serve.`,
		Example: `  knead-serve
  knead-serve --kiosk --region GB
  knead-serve --inbox ~/knead-inbox --practice "Sandhill Physiotherapy"
  knead-serve --listen :8443 --tls-cert cert.pem --tls-key key.pem
  knead-serve --listen 10.0.0.5:8080 --behind-proxy intake.example.org`,
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("base") && o.names.Base == "" {
				return errors.New("--base is empty: give it a value, or leave it out")
			}
			return serve(c.Context(), o, log)
		},
	}
	version, commit := report.Version()
	c.Version = version + " (commit " + commit + ")"
	c.SetVersionTemplate("knead-serve {{.Version}}\n")
	f := c.Flags()
	f.Bool("version", false, "print the version of the program")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "`ADDRESS` to listen on")
	f.StringVar(&o.pack, "pack", packs.Default, "use the embedded pack `NAME`, or the pack in a folder")
	f.StringVar(&o.lang, "lang", "", "language `TAG` to begin with (default: the browser's, else the pack's)")
	f.StringVar(&o.region, "region", "", "telephone numbers of a `PLACE` to begin with: IN, GB, US or EU")
	f.StringVar(&o.inbox, "inbox", "", "write finished interviews to `FOLDER`, if people agree")
	f.StringVar(&o.practice, "practice", "", "`NAME` of who reads the inbox, as people know it")
	f.BoolVar(&o.kiosk, "kiosk", false, "for a shared screen: forget answers after five minutes of silence")
	f.StringVar(&o.names.Base, "base", "", "`URL` below which the names of FHIR lie that responses have (default: "+fhir.DefaultBase+")")
	f.StringVar(&o.codes, "codes", "", "codes of other vocabularies from `FILE`, by which CDS Hooks knows the age from the record")
	f.StringVar(&o.proxy, "behind-proxy", "", "a proxy serves this as https://`HOST`")
	f.StringVar(&o.cert, "tls-cert", "", "certificate `FILE` (PEM)")
	f.StringVar(&o.key, "tls-key", "", "`FILE` with the key of the certificate (PEM)")
	c.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	c.MarkFlagsMutuallyExclusive("tls-cert", "behind-proxy")
	c.MarkFlagsRequiredTogether("inbox", "practice")
	return c
}

// serve answers requests until the context is done.
func serve(ctx context.Context, o options, log io.Writer) error {
	s, err := newServer(o, log)
	if err != nil {
		return err
	}
	defer s.close()
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", o.listen, errors.Unwrap(err))
	}
	fmt.Fprintf(log, "knead-serve: %s\n", s.address(listener.Addr()))
	return s.run(ctx, listener)
}

// programs compiles a pack in every language that it speaks, the one to begin with first.
func programs(o options) ([]*engine.Program, error) {
	loaded, err := packs.LoadLanguages(o.pack)
	if err != nil {
		return nil, err
	}
	if o.lang != "" {
		first := slices.IndexFunc(loaded, func(p *rules.Pack) bool { return strings.EqualFold(p.Language, o.lang) })
		if first < 0 {
			var known []string
			for _, p := range loaded {
				known = append(known, p.Language)
			}
			return nil, fmt.Errorf("--lang %q: expected one of %s", o.lang, strings.Join(known, ", "))
		}
		p := loaded[first]
		loaded = slices.Insert(slices.Delete(loaded, first, first+1), 0, p)
	}
	var compiled []*engine.Program
	for _, p := range loaded {
		program, err := engine.Compile(p)
		if err != nil {
			return nil, err
		}
		compiled = append(compiled, program)
	}
	return compiled, nil
}

// regionNamed returns the place of a region in a pack.
func regionNamed(p *rules.Pack, name string) (int, error) {
	if name == "" {
		return 0, nil
	}
	var known []string
	for i := range p.Regions {
		if strings.EqualFold(p.Regions[i].ID, name) {
			return i, nil
		}
		known = append(known, p.Regions[i].ID)
	}
	return 0, fmt.Errorf("--region %q: expected one of %s", name, strings.Join(known, ", "))
}

// The times that bound what a visitor can hold.
const (
	idle        = 30 * time.Minute // an interview without a request is forgotten
	idleKiosk   = 5 * time.Minute
	longest     = 12 * time.Hour // any interview is
	maxVisits   = 2000
	maxForm     = 64 << 10
	maxOpen     = 512 // connections
	gracePeriod = 10 * time.Second
)
