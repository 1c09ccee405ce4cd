package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"knead/internal/files"
)

// Format is how records are written.
type Format uint8

const (
	ByName  Format = iota // as the file's name says; JSONL when it says nothing
	JSONL                 // one object a line
	JSON                  // an array of objects, or objects one after another
	CSV                   // a header and one row a record
	YAML                  // documents separated by ---
	Foreign               // as JSON, each object read by Options.Decode
)

var formatNames = [...]string{"", "jsonl", "json", "csv", "yaml", "fhir"}

// String returns the format's name as users write it.
func (f Format) String() string { return formatNames[f] }

// ParseFormat returns the format of that name; "" is ByName.
func ParseFormat(name string) (Format, error) {
	if i := slices.Index(formatNames[:], name); i >= 0 {
		return Format(i), nil
	}
	return 0, fmt.Errorf("unknown input format %q: expected one of jsonl, json, csv, yaml, fhir", name)
}

// input is a file to read, or standard input.
type input struct {
	name       string // "-" is standard input
	format     Format
	compressed string // "", "gz" or "zst"
	size       int64  // on disk; 0 when unknown
	modified   time.Time
	info       fs.FileInfo // nil for standard input
	window     window      // what of it is wanted
}

// shown returns the input's name in messages.
func (in *input) shown() string {
	if in.name == "-" {
		return "standard input"
	}
	return in.name
}

// findInputs turns names into inputs; a folder stands for the files in and below it whose
// names say what they are, in order of path.
func findInputs(names []string, format Format) ([]*input, error) {
	var inputs []*input
	stdin := false
	for _, name := range names {
		if name == "-" {
			if stdin {
				return nil, errors.New(`standard input ("-") can be read once only`)
			}
			stdin = true
			inputs = append(inputs, nameInput("-", format).orLines())
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		if !info.IsDir() {
			inputs = append(inputs, nameInput(name, format).orLines().with(info))
			continue
		}
		found, err := findInFolder(name, format)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("the folder %q holds no file that ends in .jsonl, .ndjson, .json, .csv, .yaml or .yml (or these with .gz or .zst)", name)
		}
		inputs = append(inputs, found...)
	}
	return inputs, nil
}

func findInFolder(folder string, format Format) (found []*input, err error) {
	err = filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		if name != folder && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		in := nameInput(name, ByName)
		if d.IsDir() || in.format == ByName {
			return nil
		}
		if format != ByName {
			in.format = format
		}
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		found = append(found, in.with(info))
		return nil
	})
	return found, err
}

// nameInput reads format and compression off a name. The format of one that says nothing
// stays ByName.
func nameInput(name string, format Format) *input {
	in := &input{name: name, format: format, window: whole}
	base := strings.ToLower(filepath.Base(name))
	for _, ext := range [...]string{"gz", "zst"} {
		if strings.HasSuffix(base, "."+ext) {
			in.compressed = ext
			base = strings.TrimSuffix(base, "."+ext)
		}
	}
	if format != ByName {
		return in
	}
	switch filepath.Ext(base) {
	case ".jsonl", ".ndjson":
		in.format = JSONL
	case ".json":
		in.format = JSON
	case ".csv":
		in.format = CSV
	case ".yaml", ".yml":
		in.format = YAML
	}
	return in
}

// orLines makes an input JSONL whose name does not say what it is.
func (in *input) orLines() *input {
	if in.format == ByName {
		in.format = JSONL
	}
	return in
}

func (in *input) with(info fs.FileInfo) *input {
	in.info, in.size, in.modified = info, info.Size(), info.ModTime()
	return in
}

// open opens the input at the beginning. Counted is called with every number of bytes
// that leave the disk. Seekable is nil for what is compressed or no file.
func (in *input) open(stdin io.Reader, counted func(int)) (r io.ReadCloser, seekable *os.File, err error) {
	var raw io.ReadCloser = io.NopCloser(stdin)
	if in.name != "-" {
		file, err := os.Open(in.name)
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read %q: %w", in.name, files.Cause(err))
		}
		raw = file
		if in.compressed == "" && in.info.Mode().IsRegular() {
			seekable = file
		}
	}
	enlargePipe(raw, stdin)
	raw = &countingReader{raw, counted}
	switch in.compressed {
	case "gz":
		z, err := gzip.NewReader(raw)
		if err != nil {
			raw.Close()
			return nil, nil, in.broken(err)
		}
		return &unpacked{z, func() { z.Close() }, raw}, nil, nil
	case "zst":
		z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderMaxWindow(64<<20))
		if err != nil {
			raw.Close()
			return nil, nil, in.broken(err)
		}
		return &unpacked{z, z.Close, raw}, nil, nil
	}
	return raw, seekable, nil
}

// inputFault is an error that reading the same input again does not cure.
type inputFault struct{ error }

func (f inputFault) Unwrap() error { return f.error }

// broken words an error of reading.
func (in *input) broken(err error) error {
	var path *fs.PathError
	switch {
	case in.compressed == "" || errors.As(err, &path): // the file system's
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return inputFault{fmt.Errorf("%s is truncated: its .%s data end too early", in.shown(), in.compressed)}
	default:
		return inputFault{fmt.Errorf("%s is not valid .%s data: %w", in.shown(), in.compressed, files.Cause(err))}
	}
	return fmt.Errorf("read %s: %w", in.shown(), files.Cause(err))
}

// packed complains about data whose beginning says that they are compressed although the
// input's name does not.
func (in *input) packed(beginning []byte) error {
	for _, form := range [...]struct{ magic, name, ext string }{{"\x1f\x8b", "gzip", "gz"}, {"\x28\xb5\x2f\xfd", "zstd", "zst"}} {
		switch {
		case !bytes.HasPrefix(beginning, []byte(form.magic)):
		case in.name == "-":
			return inputFault{fmt.Errorf("%s holds %s data: unpack it first, as in %q", in.shown(), form.name, form.name+" -dc FILE | knead batch -")}
		default:
			return inputFault{fmt.Errorf("%s holds %s data: give it a name that ends in .%s", in.shown(), form.name, form.ext)}
		}
	}
	return nil
}

// changed reports whether the file is another one than when the run began.
func (in *input) changed() bool {
	if in.info == nil || !in.info.Mode().IsRegular() {
		return false
	}
	now, err := os.Stat(in.name)
	return err != nil || now.Size() != in.size || !now.ModTime().Equal(in.modified) || !os.SameFile(in.info, now)
}

// unpacked is a decompressor over a file.
type unpacked struct {
	io.Reader
	closeUnpacker func()
	raw           io.Closer
}

func (u *unpacked) Close() error {
	u.closeUnpacker()
	return u.raw.Close()
}

type countingReader struct {
	io.ReadCloser
	counted func(int)
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.counted(n)
	return n, err
}
