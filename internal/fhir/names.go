package fhir

import (
	"fmt"
	"net/url"
	"strings"

	"knead/rules"
)

// DefaultBase is the base of all addresses unless another is chosen. The host is reserved and
// never answers: names are compared, not fetched.
const DefaultBase = "https://knead.example/fhir"

// Names are the addresses under which a pack is published. The zero value has those below
// [DefaultBase].
type Names struct {
	Base string // of code systems, questionnaires, extensions and identifiers, without a slash at its end
	URL  string // canonical URL of the Questionnaire, when it is not Base/Questionnaire/PACK
}

// Check wants addresses that others can refer to, and takes a slash from the base's end.
func (n *Names) Check() error {
	n.Base = strings.TrimSuffix(n.Base, "/")
	if err := CheckAddress("--base", n.Base, "https://forms.example.org/fhir"); err != nil {
		return err
	}
	return CheckAddress("--url", n.URL, "https://forms.example.org/Questionnaire/back")
}

// CheckAddress wants the value of a flag, if it is given, to be an address that others can refer to:
// of the web or, but for pages, a URN.
func CheckAddress(flag, value, example string) error {
	if value == "" {
		return nil
	}
	u, err := url.Parse(value)
	odd := strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>\\^`{|}", r) })
	ok := err == nil && !odd && u.Fragment == ""
	switch {
	case !ok:
	case u.Scheme == "urn":
		ok = flag != "--page" && u.Opaque != ""
	default:
		ok = (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && (flag == "--url" || u.RawQuery == "")
	}
	if !ok {
		return fmt.Errorf("%s %q: expected an absolute URL such as %s", flag, value, example)
	}
	return nil
}

// Paths below the base.
const (
	// extSetAside holds an answer to a question that does not apply: its id and the answer
	// as it stands in a table. A response may not hold such an answer as an item.
	extSetAside = "StructureDefinition/answer-set-aside"
	// extAssumed says that the intake did not name its pack: the questionnaire is the one
	// it was read with.
	extAssumed = "StructureDefinition/questionnaire-assumed"
	// extConfirmed says of an item that its question was asked again because of the notes. Beside
	// an answer set aside it is a part called "confirmed".
	extConfirmed = "StructureDefinition/confirmed"
	// extSkipped names a question that the interview did not ask, since no answer to it could
	// change the result.
	extSkipped = "StructureDefinition/question-skipped"
	// extScreened says that lists were answered by short statements.
	extScreened = "StructureDefinition/screened"
	// extExact holds, as a JSON string, a text that FHIR's strings cannot hold as it is.
	extExact = "StructureDefinition/exact-text"
	// extIntakeID holds, as a JSON string, the intake's id where the identifier is another one.
	extIntakeID = "StructureDefinition/intake-id"
	// intakeIDs is the system of the identifiers that intakes have.
	intakeIDs = "intake-id"
)

// at returns an address below the base.
func (n Names) at(path string) string {
	if n.Base == "" {
		n.Base = DefaultBase
	}
	return n.Base + "/" + path
}

// questionnaire returns the canonical URL of a pack's Questionnaire.
func (n Names) questionnaire(p *rules.Pack) string {
	if n.URL != "" {
		return n.URL
	}
	return n.at("Questionnaire/" + p.Name)
}

// system is a code system of a pack: that of a question's options by its id, or another
// one, whose name begins with a hyphen.
func (n Names) system(p *rules.Pack, name string) string {
	return n.at("CodeSystem/" + p.Name + "/" + name)
}

// below returns the path of an address below one of the bases, and false when there is none.
func below(names []Names, address string) (path string, own bool) {
	for _, n := range names {
		if path, own = strings.CutPrefix(address, n.at("")); own {
			return path, true
		}
	}
	return "", false
}
