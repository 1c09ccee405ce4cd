package batch

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"knead/engine"
	"knead/internal/files"
	"knead/internal/records"
	"knead/internal/words"
	"knead/rules"
)

// summary is what a run's results say together.
type summary struct {
	Format  string         `json:"format"`
	Pack    engine.PackRef `json:"pack"`
	Read    int64          `json:"read"`
	Results int64          `json:"results"`
	Rejects int64          `json:"rejects"`
	// Groups count results; in all but the first one result may count several times. The last two
	// count rejects, which are none of the results.
	Groups     []summaryGroup `json:"groups"`
	Disclaimer string         `json:"disclaimer"`

	Words *words.Catalog `json:"-"` // in the pack's language
}

type summaryGroup struct {
	ID    string        `json:"id"`
	Title string        `json:"title"`
	Items []summaryItem `json:"items"`
}

type summaryItem struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Count int64   `json:"count"`
	Share float64 `json:"share"` // of the results, or of the rejects, from 0 to 1
}

const summaryFormat = "knead/summary/v1"

func dispositionName(d int) string { return rules.Disposition(d).String() }

func (r *run) writeSummary() error {
	if r.Summary == "" {
		return nil
	}
	kind := strings.ToLower(filepath.Ext(r.Summary))
	s := r.summarize(kind != ".json")
	var data []byte
	var err error
	switch kind {
	case ".json":
		data, err = json.MarshalIndent(s, "", "  ")
		data = append(data, '\n')
	case ".html", ".htm":
		data, err = s.html()
	default:
		data = s.text()
	}
	switch {
	case err != nil:
		return err
	case r.Summary == "-":
		if _, err = r.SummaryTo.Write(data); errors.Is(err, syscall.EPIPE) {
			return nil // the reader has seen enough
		}
		return err
	}
	return files.WriteAtomic(r.Summary, data)
}

// summarize counts; for people, faults are gathered by field.
func (r *run) summarize(byField bool) *summary {
	pack, wording, counts := r.Program.Pack(), r.Program.Wording(r.Voice), &r.sink.Counts
	s := &summary{
		Format: summaryFormat, Pack: packRef(pack),
		Read: r.sink.Records, Results: r.sink.Records - r.sink.Rejected, Rejects: r.sink.Rejected,
		Disclaimer: wording.Say(pack.DisclaimerLine), Words: words.For(pack.Language),
	}
	group := func(id string, counts []int64, sorted bool, item func(i int) (id, title string)) {
		g := summaryGroup{ID: id, Title: s.Words.Say("summary_" + id), Items: []summaryItem{}}
		for i, n := range counts {
			if n == 0 && sorted {
				continue
			}
			id, title := item(i)
			g.Items = append(g.Items, summaryItem{id, title, n, float64(n) / float64(max(s.Results, 1))})
		}
		if sorted {
			slices.SortStableFunc(g.Items, func(a, b summaryItem) int { return cmp.Compare(b.Count, a.Count) })
		} else {
			slices.Reverse(g.Items)
		}
		s.Groups = append(s.Groups, g)
	}
	group("dispositions", counts.Dispositions, false, func(i int) (string, string) {
		return dispositionName(i), wording.Say(pack.Dispositions[i].Title)
	})
	group("therapies", counts.Therapies, true, func(i int) (string, string) {
		return pack.Therapies[i].ID, wording.Say(pack.Therapies[i].Name)
	})
	group("withheld", counts.Withheld, true, func(i int) (string, string) {
		return pack.Rules[i].ID, pack.Rules[i].Title
	})
	group("areas", counts.Areas, true, func(i int) (string, string) {
		o := &pack.Questions[pack.Areas].Options[i]
		return o.ID, wording.Say(o.Label)
	})
	group("missing", counts.Missing, true, func(i int) (string, string) {
		return pack.Questions[i].ID, wording.Say(pack.Questions[i].Ask)
	})
	group("contradictions", counts.Contradictions, true, func(i int) (string, string) {
		return pack.Contradicts[i].ID, wording.Say(pack.Contradicts[i].Text)
	})
	share := func(n int64) float64 { return float64(n) / float64(max(s.Rejects, 1)) }
	atLeast := summaryGroup{ID: "rejects_at_least", Title: s.Words.Say("summary_rejects_at_least"), Items: []summaryItem{}}
	for _, a := range records.AtLeasts() {
		title := s.Words.Say("summary_unread")
		if d, read := a.Disposition(); read {
			title = wording.Say(pack.Dispositions[d].Title)
		}
		atLeast.Items = append(atLeast.Items, summaryItem{shownAtLeast(a), title, counts.AtLeast[a], share(counts.AtLeast[a])})
	}
	faults := summaryGroup{ID: "reject_faults", Title: s.Words.Say("summary_reject_faults"), Items: []summaryItem{}}
	fault := func(id, field, code string, n int64) {
		title := code
		if q := pack.QuestionIndex(field); q >= 0 {
			title = wording.Say(pack.Questions[q].Ask)
		}
		faults.Items = append(faults.Items, summaryItem{id, title, n, share(n)})
	}
	if byField {
		for _, f := range counts.fieldFaults() {
			fault(f.String(), f.Field, f.String(), f.Count)
		}
	} else {
		for _, f := range counts.faults() {
			fault(f.String(), f.Field, f.Code, f.Count)
		}
	}
	s.Groups = append(s.Groups, atLeast, faults)
	return s
}

// shownAtLeast names a value of at_least in counts.
func shownAtLeast(a records.AtLeast) string { return cmp.Or(a.String(), "unread") }

// sums says what became of all that was read.
func (s *summary) sums() string {
	return s.Words.Say("summary_read", "read", s.Read, "results", s.Results, "rejects", s.Rejects)
}

func (s *summary) text() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %s\n", s.Pack.Name, s.Pack.Version, s.Pack.Digest)
	b.WriteString(s.sums() + "\n")
	for _, g := range s.Groups {
		fmt.Fprintf(&b, "\n%s\n", g.Title)
		width := 0
		for _, i := range g.Items {
			width = max(width, len(i.ID))
		}
		for _, i := range g.Items {
			fmt.Fprintf(&b, "  %-*s %12d %6.2f %%\n", width, i.ID, i.Count, 100*i.Share)
		}
		if len(g.Items) == 0 {
			fmt.Fprintf(&b, "  %s\n", s.Words.Say("summary_none"))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", s.Disclaimer)
	return []byte(b.String())
}

//go:embed summary.html.tmpl
var summaryPage string

// html renders the summary as one page that needs nothing else.
func (s *summary) html() ([]byte, error) {
	page, err := template.New("summary").Funcs(template.FuncMap{
		"percent": func(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) },
		"sums":    func() template.HTML { return template.HTML(template.HTMLEscapeString(s.sums())) },
		"bar":     func(share float64) string { return fmt.Sprintf("%.3f", 100*share) },
	}).Parse(summaryPage)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, s)
	return b.Bytes(), err
}
