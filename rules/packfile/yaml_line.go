package packfile

import (
	"bytes"
	"errors"
	"io"

	"gopkg.in/yaml.v3"
)

// The work that looking for the line of a syntax error may take.
const (
	maxLineTries    = 40
	maxLineTryBytes = 8 << 20
)

// yamlErrorAt finds the line at which YAML goes wrong, or 0. The library names the line
// where the surrounding value began, which may be far above. So the text is handed over
// line by line to see how far the library reads; from there the lines are taken back until
// the rest is valid, and the line after that is at fault.
func yamlErrorAt(data []byte) int {
	r := &lineReader{rest: data}
	if yamlStream(r) == nil {
		return 0
	}
	end := len(data) - len(r.rest)
	for budget, tries := maxLineTryBytes, 0; tries < maxLineTries && end > 0 && budget > 0; tries++ {
		end = bytes.LastIndexByte(data[:end-1], '\n') + 1
		if budget -= end; yamlStream(bytes.NewReader(data[:end])) == nil {
			return bytes.Count(data[:end], []byte("\n")) + 1
		}
	}
	return 0
}

// yamlStream reads all documents and returns the first error.
func yamlStream(r io.Reader) error {
	dec := yaml.NewDecoder(r)
	for {
		err := decodeYAML(dec, new(yaml.Node))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// lineReader hands out at most one line at a time.
type lineReader struct{ rest []byte }

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	line := len(r.rest)
	if i := bytes.IndexByte(r.rest, '\n'); i >= 0 {
		line = i + 1
	}
	n := copy(p, r.rest[:line])
	r.rest = r.rest[n:]
	return n, nil
}
