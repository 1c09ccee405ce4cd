package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/web"
	"knead/rules"
)

// server answers requests about one pack.
type server struct {
	options
	programs   []*engine.Program // in each language
	importer   *fhir.Importer
	site       *web.Site
	visits     *visits
	inbox      *inbox // or nil
	log        io.Writer
	region     int
	vocabulary *fhir.Codes // or nil
	openAPI    []byte
	tls        *tls.Config
	known      func(host string) bool // whether a Host header is ours
}

func newServer(o options, log io.Writer) (*server, error) {
	s := &server{options: o, log: log}
	err := s.names.Check()
	if err != nil {
		return nil, err
	}
	if s.programs, err = programs(o); err != nil {
		return nil, err
	}
	if s.region, err = regionNamed(s.programs[0].Pack(), o.region); err != nil {
		return nil, err
	}
	if s.openAPI, err = openAPI(s.programs[0].Pack(), s.languages()); err != nil {
		return nil, err
	}
	if s.vocabulary, err = readCodes(o.codes, s.programs[0].Pack()); err != nil {
		return nil, err
	}
	s.importer = fhir.NewImporter(s.programs[0], s.names)
	if err := s.choosePeers(); err != nil {
		return nil, err
	}
	site := web.Options{Region: s.region, Kiosk: o.kiosk, Practice: o.practice, Idle: idle}
	if o.kiosk {
		site.Idle = idleKiosk
	}
	if o.inbox != "" {
		if s.inbox, err = openInbox(o.inbox, s.programs[0].Pack()); err != nil {
			return nil, err
		}
		site.Keep = func(in *rules.Intake) error { return s.kept(s.inbox.keep(in)) }
	}
	s.site, s.visits = web.New(web.Compiled(s.programs...), site), newVisits(maxVisits, site.Idle)
	debug.FreeOSMemory() // what compiling took
	return s, nil
}

// choosePeers decides from where the server can be reached, and by which names.
func (s *server) choosePeers() error {
	host, _, err := net.SplitHostPort(s.listen)
	if err != nil {
		return fmt.Errorf("--listen %q: expected an address such as 127.0.0.1:8080", s.listen)
	}
	switch {
	case s.cert != "":
		certificate, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return fmt.Errorf("--tls-cert, --tls-key: %w", err)
		}
		s.tls = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
		s.known = func(host string) bool { return certificate.Leaf.VerifyHostname(host) == nil }
	case s.proxy != "":
		if strings.ContainsAny(s.proxy, "/ :") {
			return fmt.Errorf("--behind-proxy %q: expected a host name such as intake.example.org", s.proxy)
		}
		s.known = func(host string) bool { return strings.EqualFold(host, s.proxy) }
	case !isLoopback(host):
		return fmt.Errorf("--listen %s: health data would cross the network unencrypted: give --tls-cert and --tls-key, or --behind-proxy HOST", s.listen)
	default:
		s.known = isLoopback
	}
	return nil
}

// isLoopback reports whether a host name means this computer and no other.
func isLoopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// secure reports whether browsers reach the server by HTTPS.
func (s *server) secure() bool { return s.tls != nil || s.proxy != "" }

// address is where people find the server.
func (s *server) address(at net.Addr) string {
	switch {
	case s.proxy != "":
		return fmt.Sprintf("listening on %s for https://%s/", at, s.proxy)
	case s.tls != nil:
		return fmt.Sprintf("https://%s/", at)
	}
	return fmt.Sprintf("http://%s/", at)
}

func (s *server) close() {
	if s.inbox != nil {
		s.inbox.close()
	}
}

// kept says to whoever runs the server that the inbox failed, and passes the error on.
func (s *server) kept(err error) error {
	if err != nil {
		fmt.Fprintf(s.log, "knead-serve: an interview could not be written to the inbox: %v\n", err)
	}
	return err
}

// run serves until the context is done, and then lets requests under way end.
func (s *server) run(ctx context.Context, listener net.Listener) error {
	h := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       stdlog.New(io.Discard, "", 0), // it would name the addresses of people
	}
	listener = &limited{listener, make(chan struct{}, maxOpen)}
	if s.tls != nil {
		listener = tls.NewListener(listener, s.tls)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	sweep := time.NewTicker(10 * time.Second)
	defer sweep.Stop()
	for ctx.Err() == nil {
		select {
		case err := <-ended:
			return err
		case now := <-sweep.C:
			s.visits.sweep(now)
		case <-ctx.Done():
		}
	}
	grace, cancel := context.WithTimeout(context.Background(), gracePeriod)
	defer cancel()
	if err := h.Shutdown(grace); err != nil {
		_ = h.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// handler is everything that the server answers.
func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
	})
	mux.HandleFunc("POST /api/v1/recommend", s.recommend)
	mux.HandleFunc("GET /api/v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) { write(w, http.StatusOK, "application/json", s.openAPI) })
	mux.HandleFunc("GET /", s.pages)
	mux.HandleFunc("POST /", s.pages)
	var crossOrigin http.CrossOriginProtection
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.send(w, s.site.Refused(web.Request{Path: r.URL.Path}, http.StatusForbidden))
	}))
	return s.guard(s.cards(crossOrigin.Handler(mux)))
}

// policy allows the pages their own style and forms, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard puts before the handler what holds for every request: the names that the server
// answers to, headers, and an end without a word about the person when the program is at fault.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !s.known(hostOf(r.Host)) {
			http.Error(w, "this server has another name", http.StatusMisdirectedRequest)
			return
		}
		defer func() {
			if fault := recover(); fault != nil {
				fmt.Fprintf(s.log, "knead-serve: fault at %s\n", place())
				http.Error(w, "the server is at fault; nothing was kept of this request", http.StatusInternalServerError)
			}
		}()
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// place is where in the program a panic began. Its value is not said: it may hold answers.
func place() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	panicked := false
	for {
		f, more := frames.Next()
		if panicked && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}

// hostOf is a Host header without its port.
func hostOf(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		return host
	}
	return header
}

func write(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked may be gone
}

// limited is a listener that holds at most so many connections open.
type limited struct {
	net.Listener
	open chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	l.open <- struct{}{}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.open
		return nil, err
	}
	return &counted{Conn: conn, open: l.open}, nil
}

// counted is a connection that gives its place back when it is closed.
type counted struct {
	net.Conn
	open chan struct{}
}

func (c *counted) Close() error {
	err := c.Conn.Close()
	if !errors.Is(err, net.ErrClosed) {
		<-c.open
	}
	return err
}
