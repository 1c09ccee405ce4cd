package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"knead/internal/files"
)

// Input is a file to read, or standard input.
type Input struct {
	Name       string // "-" is standard input
	Format     Format
	Size       int64 // on disk; 0 when unknown
	Modified   time.Time
	Info       fs.FileInfo // nil for standard input
	Window     Window      // what of it is wanted
	compressed string      // "", "gz" or "zst"
}

// Shown returns the input's name in messages.
func (in *Input) Shown() string {
	if in.Name == "-" {
		return "standard input"
	}
	return in.Name
}

// Find turns names into inputs; a folder stands for the files in and below it whose
// names say what they are, in order of path.
func Find(names []string, format Format) ([]*Input, error) {
	var inputs []*Input
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

func findInFolder(folder string, format Format) (found []*Input, err error) {
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
		if d.IsDir() || in.Format == ByName {
			return nil
		}
		if format != ByName {
			in.Format = format
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
func nameInput(name string, format Format) *Input {
	in := &Input{Name: name, Format: format, Window: Whole}
	base := strings.ToLower(filepath.Base(name))
	for _, ext := range [...]string{"gz", "zst"} {
		if rest, found := strings.CutSuffix(base, "."+ext); found {
			in.compressed, base = ext, rest
		}
	}
	if format == ByName {
		in.Format = extensions[filepath.Ext(base)]
	}
	return in
}

// extensions are the formats that names say; of another extension it is ByName.
var extensions = map[string]Format{".jsonl": JSONL, ".ndjson": JSONL, ".json": JSON, ".csv": CSV, ".yaml": YAML, ".yml": YAML}

// orLines makes an input JSONL whose name does not say what it is.
func (in *Input) orLines() *Input {
	if in.Format == ByName {
		in.Format = JSONL
	}
	return in
}

func (in *Input) with(info fs.FileInfo) *Input {
	in.Info, in.Size, in.Modified = info, info.Size(), info.ModTime()
	return in
}

// open opens the input at the beginning. Counted is called with every number of bytes
// that leave the disk. Seekable is nil for what is compressed or no file.
func (in *Input) open(stdin io.Reader, counted func(int)) (r io.ReadCloser, seekable *os.File, err error) {
	var raw io.ReadCloser = io.NopCloser(stdin)
	if in.Name != "-" {
		file, err := os.Open(in.Name)
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read %q: %w", in.Name, files.Cause(err))
		}
		raw = file
		if in.compressed == "" && in.Info.Mode().IsRegular() {
			seekable = file
		}
	}
	EnlargePipe(raw, stdin)
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

// InputFault is an error that reading the same input again does not cure.
type InputFault struct{ error }

func (f InputFault) Unwrap() error { return f.error }

// broken words an error of reading.
func (in *Input) broken(err error) error {
	var path *fs.PathError
	switch {
	case in.compressed == "" || errors.As(err, &path): // the file system's
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return InputFault{fmt.Errorf("%s is truncated: its .%s data end too early", in.Shown(), in.compressed)}
	default:
		return InputFault{fmt.Errorf("%s is not valid .%s data: %w", in.Shown(), in.compressed, files.Cause(err))}
	}
	return fmt.Errorf("read %s: %w", in.Shown(), files.Cause(err))
}

// packed complains about data whose beginning says that they are compressed although the
// input's name does not.
func (in *Input) packed(beginning []byte) error {
	for _, form := range [...]struct{ magic, name, ext string }{{"\x1f\x8b", "gzip", "gz"}, {"\x28\xb5\x2f\xfd", "zstd", "zst"}} {
		switch {
		case !bytes.HasPrefix(beginning, []byte(form.magic)):
		case in.Name == "-":
			return InputFault{fmt.Errorf("%s holds %s data: unpack it first, as in %q", in.Shown(), form.name, form.name+" -dc FILE | knead batch -")}
		default:
			return InputFault{fmt.Errorf("%s holds %s data: give it a name that ends in .%s", in.Shown(), form.name, form.ext)}
		}
	}
	return nil
}

// changed reports whether the file is another one than when the run began.
func (in *Input) changed() bool {
	if in.Info == nil || !in.Info.Mode().IsRegular() {
		return false
	}
	now, err := os.Stat(in.Name)
	return err != nil || now.Size() != in.Size || !now.ModTime().Equal(in.Modified) || !os.SameFile(in.Info, now)
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

// UnpackedSize returns the number of bytes the input holds, which for compressed ones
// takes reading them.
func (in *Input) UnpackedSize() (int64, error) {
	switch {
	case in.Info == nil || !in.Info.Mode().IsRegular():
		return 0, fmt.Errorf("%s cannot be read in shards: expected a file", in.Shown())
	case in.compressed == "":
		return in.Size, nil
	}
	r, _, err := in.open(nil, func(int) {})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		return 0, in.broken(err)
	}
	return n, nil
}
