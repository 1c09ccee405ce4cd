package records

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// bundle reads the responses of FHIR Bundles, such as the answer of a server to a search, one
// a line. Other resources in them are counted by type.
type bundle struct {
	in     *Input
	tokens *json.Decoder
	ready  bytes.Buffer
	others map[string]int
	failed error
}

// responseType is the type of the resources that hold an intake.
const responseType = "QuestionnaireResponse"

var bundleType = regexp.MustCompile(`"resourceType"\s*:\s*"Bundle"`)

// isBundle reports whether a file that begins so is one Bundle, or several that do not stand on
// lines of their own, which are records each.
func isBundle(beginning []byte) bool {
	beginning = bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte(ByteOrderMark)), " \t\r\n")
	line, rest, _ := bytes.Cut(beginning, []byte("\n"))
	byLine := json.Valid(line) && len(bytes.TrimSpace(rest)) > 0
	return bytes.HasPrefix(beginning, []byte("{")) && bundleType.Match(beginning) && !byLine
}

// unbundled returns the records in a file of FHIR's, or in any other the file as it is; changed
// says which.
func (in *Input) unbundled(r io.Reader) (source io.Reader, changed bool) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	_, _ = buffered.Peek(1) // what the first read gives: a pipe may not give more until it has results
	beginning, _ := buffered.Peek(min(buffered.Buffered(), 16<<10))
	if !isBundle(beginning) {
		return buffered, false
	}
	if bytes.HasPrefix(beginning, []byte(ByteOrderMark)) {
		_, _ = buffered.Discard(len(ByteOrderMark))
	}
	in.others = map[string]int{}
	return &bundle{in: in, tokens: json.NewDecoder(buffered), others: in.others}, true
}

func (b *bundle) Read(p []byte) (n int, err error) {
	for b.ready.Len() == 0 && b.failed == nil {
		b.failed = b.bundle()
	}
	if b.ready.Len() > 0 {
		return b.ready.Read(p)
	}
	var syntax *json.SyntaxError
	if errors.As(b.failed, &syntax) || errors.Is(b.failed, io.ErrUnexpectedEOF) {
		return 0, InputFault{fmt.Errorf("%s: the Bundle breaks off or is no JSON behind byte %d: %w", b.in.Shown(), b.tokens.InputOffset(), b.failed)}
	}
	return 0, b.failed
}

// bundle makes the records of the next Bundle ready, entry by entry; a Bundle without any is one
// by itself, so that it is rejected.
func (b *bundle) bundle() error {
	if err := b.expect('{'); err != nil {
		return err
	}
	found := 0
	for b.tokens.More() {
		key, err := b.tokens.Token()
		if err != nil {
			return err
		}
		if key != "entry" {
			var passed json.RawMessage
			if err := b.tokens.Decode(&passed); err != nil {
				return err
			}
			continue
		}
		if err := b.expect('['); err != nil {
			return err
		}
		for b.tokens.More() {
			var entry struct{ Resource json.RawMessage }
			if err := b.tokens.Decode(&entry); err != nil {
				return err
			}
			if b.entry(entry.Resource) {
				found++
			}
		}
		if err := b.expect(']'); err != nil {
			return err
		}
	}
	if found == 0 {
		b.ready.WriteString(`{"resourceType":"Bundle"}` + "\n")
	}
	return b.expect('}')
}

// entry makes the resource of an entry ready if it is a response.
func (b *bundle) entry(resource json.RawMessage) bool {
	var is struct{ ResourceType string }
	if err := json.Unmarshal(resource, &is); err != nil || is.ResourceType != responseType {
		if err != nil || is.ResourceType == "" {
			is.ResourceType = "entry without a resource"
		}
		b.others[is.ResourceType]++
		return false
	}
	_ = json.Compact(&b.ready, resource) // which is valid, or it would not be read
	b.ready.WriteByte('\n')
	return true
}

func (b *bundle) expect(delim json.Delim) error {
	token, err := b.tokens.Token()
	if err == nil && token != delim {
		err = InputFault{fmt.Errorf("%s: expected %q in a Bundle, behind byte %d", b.in.Shown(), delim.String(), b.tokens.InputOffset())}
	}
	return err
}
