package records

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"knead/internal/files"
	"knead/internal/text"
	"knead/internal/xlsx"
)

// Input is a file to read, or standard input.
type Input struct {
	Name       string // "-" is standard input
	Format     Format
	Size       int64 // on disk; 0 when unknown
	Modified   time.Time
	Info       fs.FileInfo    // nil for standard input
	Window     Window         // what of it is wanted
	Encoding   Encoding       // of a table
	Sheet      string         // of a spreadsheet; "" is the first one
	compressed string         // "", "gz", "zst" or "xlsx"
	plain      bool           // no cells of the spreadsheet are merged
	Stated     byte           // the delimiter of a table that a line before its first row states; 0 when none does
	Line       int64          // of a table: that of its first row
	sheets     []string       // of a spreadsheet: those that are not read, unless one was asked for
	others     map[string]int // of a Bundle: its resources that are no records, by type
	lines      bool           // each line is a record, whatever the first one looks like
}

// Shown returns the input's name in messages.
func (in *Input) Shown() string {
	if in.Name == "-" {
		return "standard input"
	}
	return in.Name
}

// newInput returns an input whose name says its compression and, when that is ByName, its
// format. Info is nil for standard input.
func newInput(name string, format Format, info fs.FileInfo) *Input {
	said, compressed := parseName(name)
	in := &Input{Name: name, Format: cmp.Or(format, said, JSONL), Info: info, Window: Whole, compressed: compressed, lines: format == JSONL}
	if info != nil {
		in.Size, in.Modified = info.Size(), info.ModTime()
	}
	return in
}

// parseName reads format and compression off a name. The format of one that says nothing is
// ByName.
func parseName(name string) (format Format, compressed string) {
	base := strings.ToLower(filepath.Base(name))
	for _, ext := range [...]string{"gz", "zst"} {
		if rest, found := strings.CutSuffix(base, "."+ext); found {
			compressed, base = ext, rest
		}
	}
	if strings.HasSuffix(base, spreadsheet) {
		if compressed != "" {
			return ByName, compressed
		}
		compressed = "xlsx"
	}
	return extensions[filepath.Ext(base)], compressed
}

// FormatOf returns the format that a name says, or ByName.
func FormatOf(name string) Format {
	format, _ := parseName(name)
	return format
}

// spreadsheet is how the names of spreadsheets end. A sheet is read as CSV.
const spreadsheet = ".xlsx"

var extensions = map[string]Format{".jsonl": JSONL, ".ndjson": JSONL, ".json": JSON, ".csv": CSV, ".tsv": CSV, ".tab": CSV, spreadsheet: CSV, ".yaml": YAML, ".yml": YAML}

// Find turns names into inputs; a folder stands for the files in and below it, in order of
// path, but for the run's own.
func Find(names []string, format Format, own *files.Seen) (inputs []*Input, err error) {
	for i, name := range names {
		if name == "-" {
			if slices.Contains(names[:i], "-") {
				return nil, errors.New(`standard input ("-") can be read once only`)
			}
			inputs = append(inputs, newInput("-", format, nil))
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		if !info.IsDir() {
			inputs = append(inputs, newInput(name, format, info))
			continue
		}
		found, err := findInFolder(name, format, own)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("the folder %q holds no file that ends in %s", name, extensionsRead)
		}
		inputs = append(inputs, found...)
	}
	return inputs, nil
}

// findInFolder lists the files in and below a folder whose names say what they are. Anything else
// there is refused by name, but for what is [files.IsForeign] or the run's own.
func findInFolder(folder string, format Format, own *files.Seen) (found []*Input, err error) {
	root, err := os.OpenRoot(folder) // which follows no link that leads out of it
	if err != nil {
		return nil, fmt.Errorf("cannot read %q: %w", folder, files.Cause(err))
	}
	defer root.Close()
	var refused []string
	err = fs.WalkDir(root.FS(), ".", func(below string, d fs.DirEntry, err error) error {
		name := filepath.Join(folder, filepath.FromSlash(below))
		if err != nil {
			return fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		said, _ := parseName(name)
		hidden := files.IsHidden(below)
		switch schema := strings.HasSuffix(name, ".schema.json"); {
		case below == ".":
			return nil
		case d.IsDir() && files.IsPassedOver(d.Name()):
			return fs.SkipDir
		case d.IsDir(), (files.IsForeign(d.Name()) || hidden) && (said == ByName || schema), strings.HasPrefix(d.Name(), ".") && !hidden:
			return nil
		}
		switch info, err := root.Stat(below); {
		case files.IsEscape(err):
			refused = append(refused, fmt.Sprintf("%q is a link that leads out of it", name))
		case err != nil:
			return fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		case info.IsDir():
			refused = append(refused, fmt.Sprintf("%q is a link to a folder", name))
		case hidden && !own.Has(info):
			refused = append(refused, fmt.Sprintf("%q (%s)", name, files.HiddenProblem))
		case said != ByName:
			found = append(found, newInput(name, format, info))
		case !own.Has(info):
			refused = append(refused, fmt.Sprintf("%q does not end in %s", name, extensionsRead))
		}
		return nil
	})
	if err == nil && len(refused) > 0 {
		const most = 10
		if more := len(refused) - most; more > 0 {
			refused = append(refused[:most], fmt.Sprintf("and %d more", more))
		}
		err = fmt.Errorf("the folder %q holds what is not read: %s; take it out, or name the files to read", folder, strings.Join(refused, ", "))
	}
	return found, err
}

// extensionsRead are the ends of names that say what a file is.
const extensionsRead = ".jsonl, .ndjson, .json, .csv, .tsv, .tab, .xlsx, .yaml or .yml (or these but .xlsx with .gz or .zst)"

// IsFile reports whether the input is a file that can be read again.
func (in *Input) IsFile() bool { return in.Info != nil && in.Info.Mode().IsRegular() }

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
		if in.compressed == "" && in.IsFile() {
			seekable = file
		}
	}
	if in.IsSheet() {
		sheet, err := in.openSheet(raw, counted)
		return sheet, nil, err
	}
	EnlargePipe(raw, stdin)
	raw = &countingReader{raw, counted}
	if in.compressed != "" {
		unpacker, err := in.unpacker(raw)
		if err != nil {
			raw.Close()
			return nil, nil, in.broken(err)
		}
		raw = &unpacked{unpacker, raw}
	}
	if in.Format == CSV {
		decoded, other := in.Encoding.decode(raw)
		if seekable != nil && !other {
			_, err = seekable.Seek(0, io.SeekStart)
			return raw, seekable, err
		}
		return &unpacked{io.NopCloser(decoded), raw}, nil, nil
	}
	if in.Format != YAML && !in.lines {
		if source, changed := in.unbundled(raw); changed || seekable == nil {
			return &unpacked{io.NopCloser(source), raw}, nil, nil
		}
		_, err = seekable.Seek(0, io.SeekStart)
	}
	return raw, seekable, err
}

// Others says what else an input holds: sheets, or resources of a Bundle that were no records, once
// it is read.
func (in *Input) Others() (said []string) {
	for _, name := range in.sheets {
		said = append(said, "sheet "+text.Quote(name))
	}
	for _, name := range slices.Sorted(maps.Keys(in.others)) {
		said = append(said, fmt.Sprintf("%d %s", in.others[name], text.Line.Clean(name)))
	}
	return said
}

// IsSheet reports whether the input is a sheet of a spreadsheet, whose cells have no delimiter of
// their own: it is read as a table with commas.
func (in *Input) IsSheet() bool { return in.compressed == "xlsx" }

// openSheet opens the sheet of a spreadsheet as CSV, if none of its cells are merged.
func (in *Input) openSheet(raw io.ReadCloser, counted func(int)) (io.ReadCloser, error) {
	file, ok := raw.(*os.File)
	if !ok || !in.IsFile() {
		raw.Close()
		return nil, fmt.Errorf("%s: a spreadsheet can be read only from a file", in.Shown())
	}
	at := &countingReaderAt{file, counted}
	sheet, err := xlsx.NewReader(at, in.Size, in.Sheet)
	if err == nil && in.Sheet == "" {
		in.sheets = sheet.Others
	}
	if err == nil && !in.plain {
		var merged []string
		if merged, err = xlsx.Merged(&countingReaderAt{file, func(int) {}}, in.Size, in.Sheet); merged != nil {
			err = fmt.Errorf("the cells %s are merged, so that all but one of them are empty: undo that and fill them in", strings.Join(merged, ", "))
		}
		in.plain = err == nil
	}
	if err != nil {
		raw.Close()
		return nil, InputFault{fmt.Errorf("%s cannot be read: %w", in.Shown(), err)}
	}
	return &unpacked{sheet, raw}, nil
}

type countingReaderAt struct {
	io.ReaderAt
	counted func(int)
}

func (r *countingReaderAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(p, at)
	r.counted(n)
	return n, err
}

func (in *Input) unpacker(raw io.Reader) (io.ReadCloser, error) {
	if in.compressed == "gz" {
		return gzip.NewReader(raw)
	}
	z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}

// unpacked is a decompressor over a file.
type unpacked struct {
	io.ReadCloser
	raw io.Closer
}

func (u *unpacked) Close() error {
	_ = u.ReadCloser.Close() // reading has told
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

// InputFault is an error that reading the same input again does not cure.
type InputFault struct{ error }

func (f InputFault) Unwrap() error { return f.error }

// broken words an error of reading.
func (in *Input) broken(err error) error {
	var path *fs.PathError
	var half halfCharacter
	switch {
	case errors.As(err, &half):
		return InputFault{fmt.Errorf("%s is truncated: it ends within a character of UTF-16, at byte %d", in.Shown(), half)}
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
	for _, form := range [...]struct{ magic, name, ext string }{{"\x1f\x8b", "gzip", "gz"}, {"\x28\xb5\x2f\xfd", "zstd", "zst"}, {"PK\x03\x04", "spreadsheet or zip", "xlsx"}} {
		switch {
		case !bytes.HasPrefix(beginning, []byte(form.magic)):
		case in.Name == "-" && form.ext == "xlsx":
			return InputFault{fmt.Errorf("%s holds %s data, which can be read only from a file", in.Shown(), form.name)}
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
	if !in.IsFile() {
		return false
	}
	now, err := os.Stat(in.Name)
	return err != nil || now.Size() != in.Size || !now.ModTime().Equal(in.Modified) || !os.SameFile(in.Info, now)
}

// UnpackedSize returns the number of bytes the input holds, which for compressed ones and
// those in another encoding takes reading them.
func (in *Input) UnpackedSize() (int64, error) {
	if !in.IsFile() {
		return 0, fmt.Errorf("%s cannot be read in shards: expected a file", in.Shown())
	}
	r, seekable, err := in.open(nil, func(int) {})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if seekable != nil {
		return in.Size, nil
	}
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		return 0, in.broken(err)
	}
	return n, nil
}
