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
// that equal runs give equal files. Errors are what is wrong beside them.
func JUnit(w io.Writer, pack string, outcomes []Outcome, where func(file string) string, errs ...string) error {
	suite := junitSuite{Name: pack, Tests: len(outcomes), Failures: Failed(outcomes)}
	for _, e := range errs {
		suite.Tests, suite.Errors = suite.Tests+1, suite.Errors+1
		suite.Cases = append(suite.Cases, junitCase{Name: "the run", Class: pack, Error: &junitFailure{Message: e}})
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
