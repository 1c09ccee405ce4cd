package packtest

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr,omitempty"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Error   *junitFailure `xml:"error,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the outcomes in the XML that build servers read. There are no times, so
// that equal runs give equal files. A run without outcomes is an error, which why explains.
func JUnit(w io.Writer, pack string, outcomes []Outcome, where func(file string) string, why string) error {
	suite := junitSuite{Name: pack, Tests: len(outcomes), Failures: Failed(outcomes)}
	if len(outcomes) == 0 {
		suite.Tests, suite.Errors = 1, 1
		suite.Cases = []junitCase{{Name: "the run", Class: pack, Error: &junitFailure{Message: why}}}
	}
	for _, o := range outcomes {
		c := junitCase{Name: o.Case.Name, Class: pack, File: where(o.Case.Pos.File), Line: o.Case.Pos.Line}
		if !o.Passed() {
			var lines []string
			for _, d := range o.Differences {
				lines = append(lines, fmt.Sprintf("line %d: %s: expected %s, got %s", d.Pos.Line, d.What, d.Expected, d.Got))
			}
			c.Failure = &junitFailure{lines[0], strings.Join(lines, "\n")}
		}
		suite.Cases = append(suite.Cases, c)
	}
	data, err := xml.MarshalIndent(junitSuites{Suites: []junitSuite{suite}}, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}
