package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// read reads the sheet of a file.
func read(t testing.TB, file []byte, sheet string) (string, error) {
	r, err := NewReader(bytes.NewReader(file), int64(len(file)), sheet)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

// book makes a spreadsheet of the XML of a sheet.
func book(t testing.TB, sheet string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="Old" sheetId="2" state="hidden" r:id="rId9"/><x:sheet name="One" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/one.xml"/><Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="t/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>plain</t></si><si><r><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh><t>not this</t></rPh></si><si><t>a "b", c_x000D_&#10;d &amp; e</t></si><si/></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\-mmm\-yyyy;@"/><numFmt numFmtId="165" formatCode="0.00&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/worksheets/one.xml":      sheet,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestCells reads rows as programs write them.
func TestCells(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"shared texts", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`, "plain,rich text,\"a \"\"b\"\", c\rd & e\"\n"},
		{"other kinds", `<row><c t="inlineStr"><is><r><t>x</t></r><r><t>,y</t></r></is></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="str"><v>s</v></c></row>`, "\"x,y\",TRUE,FALSE,s\n"},
		{"truth in words", `<row><c t="b"><v>true</v></c><c t="b"><v>false</v></c><c t="b"><v>2</v></c></row>`, "TRUE,FALSE,\"\x1ano truth value, 2\"\n"},
		{"text of no kind", `<row><c><is><t>x</t></is></c></row>`, "x\n"},
		{"attributes with blanks", `<row r = "1"><c r = "A1" ><v>1</v></c><c
			r ='C1' s= "0"><v>2</v></c></row>`, "1,,2\n"},
		{"numbers", `<row r="1"><c r="A1"><v>41</v></c><c r="B1"><v>41.0</v></c><c r="C1"><v>4.1E1</v></c><c r="D1"><v>0.10000000000000001</v></c><c r="E1"><v>12345678901234</v></c><c r="F1" s="3"><v>-2</v></c></row>`, "41,41,41,0.1,12345678901234,-2\n"},
		{"dates", `<row r="1"><c r="A1" s="1"><v>46090</v></c><c r="B1" s="2"><v>46090.5</v></c><c r="C1"><v>46090</v></c><c r="D1" s="1"><v>3</v></c></row>`, "2026-03-09,2026-03-09 12:00:00,46090,\"\x1aa date that is none, 3\"\n"},
		{"formulas and errors", `<row r="1"><c r="A1"><f>B1+1</f><v>3</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><f t="shared" si="0"/><v>2</v></c></row>`, "\"\x1aa formula, =B1+1\",\"\x1aan error, #N/A\",\"\x1aa formula, =\"\n"},
		{"left out cells and rows", `<row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="4" ht="3"><c r="B4"><v>3</v></c><c r="C4" s="1"/><c r="F4" s="1"/></row><row r="5"/>`, "\n1,,,2\n\n,3,,\n\n"},
		{"namespaces, comments and the like", `<x:row r="1"><!-- > --><x:c r='A1' t="inlineStr" q="a>b"><x:is><x:t><![CDATA[a<]]>b</x:t></x:is></x:c></x:row>`, "a<b\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := read(t, book(t, `<?xml version="1.0"?><worksheet><sheetData>`+c.rows+`</sheetData></worksheet>`), "")
			if err != nil || got != c.want {
				t.Errorf("got  %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

// TestRefused reads files that are none, or broken.
func TestRefused(t *testing.T) {
	row := func(rows string) []byte { return book(t, `<worksheet><sheetData>`+rows+`</sheetData></worksheet>`) }
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"no zip", []byte("id,age\n"), "it is no zip file"},
		{"cut off", book(t, `<worksheet><sheetData><row r="1"><c r="A1"><v>1`), "unexpected EOF"},
		{"rows in a wrong order", row(`<row r="2"/><row r="1"/>`), `row 3: the row "1" stands in a wrong place`},
		{"cells in a wrong order", row(`<row r="1"><c r="B1"/><c r="A1"/></row>`), `row 1: the cell "A1" stands in a wrong place`},
		{"too many rows", row(`<row r="99999999"/>`), "stands in a wrong place"},
		{"no such text", row(`<row><c t="s"><v>9</v></c></row>`), "a text that is not there"},
		{"a document type", book(t, `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`), "document type"},
	} {
		if _, err := read(t, c.file, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := read(t, row(""), "Two"); err == nil || err.Error() != `it has no sheet "Two": expected one of "Old", "One"` {
		t.Error(err)
	}
	file := book(t, `<worksheet><sheetData/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`)
	if merged, err := Merged(bytes.NewReader(file), int64(len(file)), ""); err != nil || len(merged) != 1 || merged[0] != "A1:B1" {
		t.Error(merged, err)
	}
}

// TestWrite reads what was written.
func TestWrite(t *testing.T) {
	var b bytes.Buffer
	sheets := []Sheet{{"survey & more", [][]string{{"type", "name"}, {`<a> "b", c`, ""}, {"", " d\ne"}}}, {"choices", [][]string{{"x"}}}}
	if err := Write(&b, sheets); err != nil {
		t.Fatal(err)
	}
	got, err := read(t, b.Bytes(), "survey & more")
	if want := "type,name\n\"<a> \"\"b\"\", c\",\n,\" d\re\"\n"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	if got, err = read(t, b.Bytes(), "choices"); err != nil || got != "x\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

// FuzzSheet reads any XML as a sheet: it ends, and gives whole lines.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		r := &Reader{file: &file{}, xml: newScanner(strings.NewReader(sheet))}
		text, err := io.ReadAll(r)
		if err == nil && len(text) > 0 && text[len(text)-1] != '\n' {
			t.Errorf("%q", text)
		}
	})
}
