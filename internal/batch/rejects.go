package batch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"knead/internal/files"
	"knead/internal/records"
)

// mendable reports whether rejected rows are written as a table that can be mended and read again.
func (r *run) mendable() bool { return strings.EqualFold(filepath.Ext(r.Rejects), ".csv") }

// setRejectHeader keeps the first row of the table of rejected rows, which all inputs must share.
func (r *run) setRejectHeader(in *records.Input, header []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rejectHeader != nil && !bytes.Equal(r.rejectHeader, header) {
		return fmt.Errorf("%s: its columns are others than those of the table before it, so that %q cannot hold the rejected rows of both: name a file for them that ends in .jsonl", in.Shown(), r.Rejects)
	}
	r.rejectHeader = header
	return nil
}

// mixed reports whether the rejections differ in how cautious they are, so that they are put in
// order. Rows to be mended stay in theirs.
func (r *run) mixed() bool {
	if r.mendable() {
		return false
	}
	kinds := 0
	for _, n := range r.sink.Counts.AtLeast {
		kinds += int(min(n, 1))
	}
	return kinds > 1
}

// orderRejects makes the complete file of rejections, in which the most cautious stand first,
// beside the incomplete one, unless an earlier run has done so.
func (r *run) orderRejects() error {
	s := r.sink
	if !s.Complete {
		s.OrderedSum = s.RejectSum
	}
	if s.rejects == nil || !r.mixed() {
		return nil
	}
	part, err := os.Open(s.rejects.part())
	if errors.Is(err, fs.ErrNotExist) && s.Complete {
		return nil
	}
	if err == nil {
		s.OrderedSum, err = order(part, s.rejects.name+newSuffix, s.Counts.AtLeast)
		part.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot complete %q: %w", s.rejects.name, files.Cause(err))
	}
	return nil
}

// completeRejects gives the file of rejections its name.
func (r *run) completeRejects() error {
	t := r.sink.rejects
	if t == nil || !r.mixed() {
		return t.complete()
	}
	var err error
	if t.file != nil {
		err = errors.Join(t.checkSame(), t.file.Close())
	} else if _, missing := os.Stat(t.part()); errors.Is(missing, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = files.Rename(t.name+newSuffix, t.name)
	}
	if err == nil {
		err = os.Remove(t.part())
	}
	if err != nil {
		return fmt.Errorf("cannot complete %q: %w", t.name, files.Cause(err))
	}
	return nil
}

// order writes lines of rejected records to a new file, once through them for each value of
// at_least that occurs, and returns its checksum.
func order(lines io.ReadSeeker, name string, counts []int64) (sum uint32, err error) {
	file, err := files.CreateNew(name)
	if err != nil {
		return 0, err
	}
	t := target{to: file}
	w := bufio.NewWriterSize(&t, records.ChunkSize)
	for _, a := range records.AtLeasts() {
		if counts[a] > 0 && err == nil {
			if _, err = lines.Seek(0, io.SeekStart); err == nil {
				err = copyLines(w, lines, a)
			}
		}
	}
	err = errors.Join(err, w.Flush(), file.Sync(), file.Close())
	return t.sum, err
}

// copyLines copies the lines of rejected records with that value.
func copyLines(w io.Writer, lines io.Reader, a records.AtLeast) error {
	item := []byte(`,"at_least":` + a.JSON() + ",") // within strings a backslash precedes quotation marks
	for r := bufio.NewReaderSize(lines, records.ChunkSize); ; {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && bytes.Contains(line, item) {
			_, err = w.Write(line)
		}
		if err != nil {
			return err
		}
	}
}
