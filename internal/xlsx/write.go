package xlsx

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Sheet is a sheet to write: every cell is text.
type Sheet struct {
	Name string
	Rows [][]string
}

// Write writes sheets as a spreadsheet. The same sheets give the same bytes.
func Write(w io.Writer, sheets []Sheet) error {
	z := zip.NewWriter(w)
	var types, book, relations strings.Builder
	for i, s := range sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(s.Name), n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, officeRelations, n)
	}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageRelations + `"><Relationship Id="rId1" Type="` + officeRelations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNames + `" xmlns:r="` + officeRelations + `"><sheets>` + book.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageRelations + `">` + relations.String() + `</Relationships>`},
	}
	for _, p := range parts {
		part, err := newPart(z, p.name)
		if err == nil {
			_, err = io.WriteString(part, p.text)
		}
		if err != nil {
			return err
		}
	}
	for i, s := range sheets {
		part, err := newPart(z, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err == nil {
			err = writeRows(part, s.Rows)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

const (
	mainNames        = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeRelations  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// newPart begins a part, without a time of its own.
func newPart(z *zip.Writer, name string) (io.Writer, error) {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err == nil {
		_, err = io.WriteString(w, xml.Header)
	}
	return w, err
}

func writeRows(w io.Writer, rows [][]string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, `<worksheet xmlns="%s"><sheetData>`, mainNames)
	for i, row := range rows {
		fmt.Fprintf(b, `<row r="%d">`, i+1)
		for j, cell := range row {
			if cell != "" {
				fmt.Fprintf(b, `<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(j), i+1, escaped(cell))
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData></worksheet>")
	return b.Flush()
}

// columnName returns the letters of a column, counted from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// escaped writes text for XML; what XML cannot hold is left out.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // which a strings.Builder takes
	return b.String()
}
