package rules

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Context says whose an intake is and where it comes from, in the words of the system that keeps
// the person's record. References are those of FHIR: Patient/123, an absolute URL, urn:uuid:…, or
// by identifier Patient?identifier=SYSTEM|VALUE. No rule reads it.
type Context struct {
	Subject    string // the patient
	Encounter  string
	Author     string // who wrote the answers down
	Source     string // who gave them
	Authored   string // when, to the second with its time zone; the day is the intake's date
	Identifier string // of the response there: SYSTEM|VALUE, or a value alone
}

// ContextField is a key of a context.
type ContextField struct {
	Key   string
	Of    func(*Context) *string
	Types []string // the resources that a reference may be to; nil for what is no reference
	// Pattern is a regular expression that values fit; Expected says so in words.
	Pattern, Expected string
}

// MaxContextLength is how many bytes a value of a context may have.
const MaxContextLength = 512

// ContextFields are the keys of a context, in their order.
var ContextFields = [...]ContextField{
	reference("subject", func(c *Context) *string { return &c.Subject }, "Patient"),
	reference("encounter", func(c *Context) *string { return &c.Encounter }, "Encounter"),
	reference("author", func(c *Context) *string { return &c.Author }, "Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Organization", "Device"),
	reference("source", func(c *Context) *string { return &c.Source }, "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"),
	{"authored", func(c *Context) *string { return &c.Authored }, nil,
		strings.TrimSuffix(DatePattern, "$") + `T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)$`,
		"a moment such as 2026-03-09T10:00:00+05:30"},
	{"identifier", func(c *Context) *string { return &c.Identifier }, nil, `^([!-{}~]+\|[!-~]([ -~]*[!-~])?|[!-{}~]([ -{}~]*[!-{}~])?)$`,
		"SYSTEM|VALUE in plain characters, such as https://clinic.example.org/forms|77"},
}

func reference(key string, of func(*Context) *string, types ...string) ContextField {
	names := strings.Join(types, "|")
	return ContextField{key, of, types,
		`^((https?://[!-{}~]+/)?(` + names + `)/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?|(` + names + `)\?identifier=[!-~]+|urn:(uuid|oid):[A-Za-z0-9.-]+)$`,
		fmt.Sprintf("a reference such as %s/123", types[0])}
}

// ContextFieldOf returns the field with that key, or nil.
func ContextFieldOf(key string) *ContextField {
	for i := range ContextFields {
		if ContextFields[i].Key == key {
			return &ContextFields[i]
		}
	}
	return nil
}

// Valid reports whether a value may stand for the field.
func (f *ContextField) Valid(value string) bool {
	return len(value) <= MaxContextLength && contextPatterns()[f.Key].MatchString(value) &&
		(f.Key != "authored" || IsDate(value[:len(time.DateOnly)]))
}

// contextPatterns are those of the fields, made for the first context.
var contextPatterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, f := range ContextFields {
		all[f.Key] = regexp.MustCompile(f.Pattern)
	}
	return all
})

// DatePattern is a regular expression that matches the days of the calendar, written YYYY-MM-DD.
const DatePattern = `^(\d{4}-(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|\d{4}-(0[469]|11)-(0[1-9]|[12]\d|30)|\d{4}-02-(0[1-9]|1\d|2[0-8])` +
	`|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$`
