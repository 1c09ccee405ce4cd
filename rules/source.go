package rules

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Source is where a statement comes from.
type Source struct {
	ID       string
	Type     SourceType // Untyped in a pack that types none of its sources
	Citation string
	Checked  Checked
	Seen     string // the day on which it was checked; empty when it was not seen
	URL      string // optional: a DOI or a page
	Note     string // optional: what limits it
	Pos      Pos
}

// SourceType says what kind of publication a source is.
type SourceType uint8

const (
	Untyped          SourceType = iota
	GuidelineText               // guideline of a national or international body, or pathway of a health service
	HealthPage                  // page for the public or for staff of a health service, government, or charity named by one
	SystematicReview            // systematic review, with or without meta-analysis
	TrialReport                 // randomised trial
	CohortStudy                 // cohort, case-control or cross-sectional study
	CaseReport                  // reports of single cases and small series
	Review                      // narrative review or statement of experts
	Textbook                    // textbook, handbook or code of practice of a profession
	ClassicalText               // text of a traditional medicine, in a named edition
	Custom                      // what is commonly done or taught, or chosen by the authors of a pack
)

var sourceTypes = [...]struct {
	name  string
	bears Certainty // the firmest certainty that it can bear; Tradition is borne by nothing else
}{
	Untyped: {"", Guideline}, GuidelineText: {"guideline", Guideline}, HealthPage: {"health_page", Guideline},
	SystematicReview: {"systematic_review", High}, TrialReport: {"trial", ModerateCertainty}, CohortStudy: {"cohort", ModerateCertainty},
	CaseReport: {"case_report", VeryLow}, Review: {"review", Consensus}, Textbook: {"textbook", Consensus},
	ClassicalText: {"classical_text", Tradition}, Custom: {"custom", Consensus},
}

// String returns the type's name in packs.
func (t SourceType) String() string { return sourceTypes[t].name }

// Checked says how the authors of a pack know what a source says.
type Checked uint8

const (
	Known     Checked = iota // a standard reference that was not opened
	Secondary                // not opened; a page that was read reproduces or names it for this fact
	Abstract                 // its abstract or opening was read
	Read                     // its text was read
)

var checkedNames = [...]string{"known", "secondary", "abstract", "read"}

// String returns the name in packs.
func (c Checked) String() string { return checkedNames[c] }

// Bears reports whether a statement of that certainty may rest on the source. All bear
// consensus; only what was seen, if at second hand, bears more.
func (s *Source) Bears(c Certainty) bool {
	if c == Consensus || s.Type == Untyped {
		return true
	}
	return s.Checked > Known && c <= sourceTypes[s.Type].bears && (c != Tradition || s.Type == ClassicalText)
}

// Bearers names the types of source that bear a certainty.
func Bearers(c Certainty) (names []string) {
	for t := GuidelineText; t <= Custom; t++ {
		if s := (Source{Type: t, Checked: Read}); s.Bears(c) {
			names = append(names, t.String())
		}
	}
	return names
}

// Hosts that do not show a source itself, or not for long: part of a host's name, or its end.
var (
	copyLabels = []string{"staging", "preflight", "preview", "test", "dev", "webcache", "localhost"}
	copyHosts  = []string{
		"archive.org", "archive.today", "archive.ph", "archive.is", "googleusercontent.com",
		"blogspot.com", "wordpress.com", "medium.com", "tumblr.com", "substack.com", "weebly.com", "wixsite.com",
		"scribd.com", "vdocuments.us", "vdocuments.net", "docslib.org", "slideshare.net", "abcdocz.com",
		"local", "internal", "example", "invalid", "test",
	}
)

// CanReach reports whether readers can open an address and find the source itself there: an
// address of the public web that is no test site, archive, blog host or host of copies.
func CanReach(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Port() != "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") {
		return false
	}
	for _, label := range strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '-' }) {
		if slices.Contains(copyLabels, label) {
			return false
		}
	}
	return !slices.ContainsFunc(copyHosts, func(end string) bool { return host == end || strings.HasSuffix(host, "."+end) })
}

// Certainty says how firm the ground of a statement is.
type Certainty uint8

const (
	Consensus         Certainty = iota // convention of the profession or choice of the pack; for sign-off by a clinician
	Tradition                          // classical texts only
	VeryLow                            // GRADE very low, or reports of cases of a harm
	Low                                // GRADE low
	ModerateCertainty                  // GRADE moderate
	High                               // GRADE high
	Guideline                          // a guideline or health service says this action
)

var certaintyNames = [...]string{"consensus", "tradition", "very_low", "low", "moderate", "high", "guideline"}

// String returns the certainty's name in packs.
func (c Certainty) String() string { return certaintyNames[c] }

// Ground is what a statement, or the reason of one, rests on.
type Ground struct {
	Sources   []int
	Certainty Certainty
}
