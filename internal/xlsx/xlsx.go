// Package xlsx reads and writes sheets of spreadsheets. A sheet is read as the text of a table of
// CSV, row by row and without files of its own, so that everything that reads tables reads it.
package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

const (
	// MaxColumns and MaxRows are the greatest numbers of columns and rows of a sheet.
	MaxColumns = 1 << 14
	MaxRows    = 1 << 20
	// maxPart bounds the parts of a file that are read whole, and maxShared its texts.
	maxPart   = 32 << 20
	maxShared = 256 << 20
)

// NotPlain begins a cell that holds no plain value; the rest says what it holds. No other cell begins
// with this character.
const NotPlain = '\x1a'

// file is the zip file and what its parts say.
type file struct {
	// Others are the names of the sheets that are not read.
	Others []string

	zip    *zip.Reader
	sheet  string // name of the sheet's part
	shared texts
	dates  []bool // by style: whether a number is a date
	epoch  epoch
}

// open reads everything but the sheet of that name, or the first one that is not hidden.
func open(at io.ReaderAt, size int64, sheet string) (*file, error) {
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, errors.New("it is no zip file: if it is protected by a password or an older .xls file, save it as .xlsx without, or as CSV")
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	f := &file{zip: z}
	book := "xl/workbook.xml"
	for _, r := range f.relations("_rels/.rels", "") {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			book = r.Target
		}
	}
	var w struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"` // "" or "visible", if not hidden
			Attr  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := f.decode(book, &w); err != nil {
		return nil, err
	}
	if w.Properties.Date1904 == "1" || w.Properties.Date1904 == "true" {
		f.epoch = epoch1904
	}
	var names []string
	id := ""
	for _, s := range w.Sheets {
		names = append(names, fmt.Sprintf("%q", s.Name))
		if i := slices.IndexFunc(s.Attr, func(a xml.Attr) bool { return a.Name.Local == "id" }); i >= 0 && id == "" && (s.Name == sheet || sheet == "" && strings.TrimPrefix(s.State, "visible") == "") {
			id = s.Attr[i].Value
		} else {
			f.Others = append(f.Others, s.Name)
		}
	}
	if id == "" {
		return nil, fmt.Errorf("it has no sheet %q: expected one of %s", sheet, strings.Join(names, ", "))
	}
	folder := path.Dir(book)
	for _, r := range f.relations(path.Join(folder, "_rels", path.Base(book)+".rels"), folder) {
		switch {
		case r.ID == id:
			f.sheet = r.Target
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			err = f.readShared(r.Target)
		case strings.HasSuffix(r.Type, "/styles"):
			err = f.readStyles(r.Target)
		}
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// relation says where another part of the file is.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations reads a list of relations, with targets below a folder. There may be none.
func (f *file) relations(name, folder string) []relation {
	var list struct {
		All []relation `xml:"Relationship"`
	}
	_ = f.decode(name, &list)
	for i := range list.All {
		if target := &list.All[i].Target; strings.HasPrefix(*target, "/") {
			*target = strings.TrimPrefix(*target, "/")
		} else {
			*target = path.Join(folder, *target)
		}
	}
	return list.All
}

// part opens a part of the file.
func (f *file) part(name string) (io.ReadCloser, error) {
	for _, z := range f.zip.File {
		if strings.EqualFold(z.Name, name) {
			return z.Open()
		}
	}
	return nil, fmt.Errorf("it lacks the part %q", name)
}

// decode reads a small part.
func (f *file) decode(name string, into any) error {
	r, err := f.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(io.LimitReader(r, maxPart)).Decode(into); err != nil {
		return fmt.Errorf("its part %q cannot be read: %w", name, err)
	}
	return nil
}

// readStyles finds the styles of dates.
func (f *file) readStyles(name string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := f.decode(name, &styles); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, format := range styles.Formats {
		own[format.ID] = isDateFormat(format.Code)
	}
	for _, c := range styles.Cells {
		date, known := own[c.Format]
		if !known {
			n := c.Format
			date = n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58
		}
		f.dates = append(f.dates, date)
	}
	return nil
}

// isDateFormat reports whether a format of numbers shows years or days.
func isDateFormat(code string) bool {
	var quoted, bracket bool
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == ';':
			return false
		case c == 'y' || c == 'Y' || c == 'd' || c == 'D':
			return true
		}
	}
	return false
}

// texts are the texts that cells share, each as a cell of CSV.
type texts struct {
	all  []byte
	ends []int
}

func (t *texts) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(t.ends) {
		return nil, false
	}
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]], true
}

// readShared reads the texts that cells share.
func (f *file) readShared(name string) error {
	r, err := f.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	var text []byte
	for {
		switch err := s.next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("its part %q cannot be read: %w", name, err)
		}
		switch string(s.name) {
		case "si":
			if !s.closes || s.empty {
				text = text[:0]
			}
			if s.closes {
				f.shared.all = appendCell(f.shared.all, text)
				f.shared.ends = append(f.shared.ends, len(f.shared.all))
			}
		case "t":
			if s.closes {
				text = append(text, s.text...)
			}
		case "rPh": // how it is pronounced
			if !s.closes {
				if err := s.skip("rPh"); err != nil {
					return err
				}
			}
		}
		if len(f.shared.all) > maxShared {
			return fmt.Errorf("its texts take more than %d MiB: save it as CSV", maxShared>>20)
		}
	}
}
