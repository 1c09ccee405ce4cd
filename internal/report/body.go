package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// silhouette is the outline of a standing body without its head, 140 wide and 330 high.
const silhouette = "M70 44C67 44 64 43 62 44C60 45 62 50 61 52C60 54 60 56 57 58C54 60 48 61 44 63C40 65 36 66 33 69C30 72 28 75 27 80C26 85 25 93 24 100C23 107 23 113 22 120C21 127 19 135 18 142C17 149 15 158 14 164C13 170 11 174 10 178C9 182 9 186 10 189C11 192 13 195 15 195C17 195 19 193 20 190C21 187 22 182 23 177C24 172 26 164 28 158C30 152 32 145 33 138C34 131 35 125 36 118C37 111 39 99 40 98C41 97 42 107 43 112C44 117 45 122 45 128C45 134 45 140 44 146C43 152 41 158 40 164C39 170 37 175 37 182C37 189 37 198 38 206C39 214 40 225 41 232C42 239 43 244 43 250C43 256 42 261 42 268C42 275 44 285 45 292C46 299 48 306 47 310C46 314 41 317 41 319C41 321 43 323 46 324C49 325 55 325 57 323C59 321 60 319 60 314C60 309 60 301 60 294C60 287 62 277 62 270C62 263 62 259 62 252C62 245 64 236 65 228C66 220 67 210 68 204C69 198 69 190 70 190C71 190 71 198 72 204C73 210 74 220 75 228C76 236 78 245 78 252C78 259 78 263 78 270C78 277 80 287 80 294C80 301 80 309 80 314C80 319 81 321 83 323C85 325 91 325 94 324C97 323 99 321 99 319C99 317 94 314 93 310C92 306 94 299 95 292C96 285 98 275 98 268C98 261 97 256 97 250C97 244 98 239 99 232C100 225 101 214 102 206C103 198 103 189 103 182C103 175 101 170 100 164C99 158 97 152 96 146C95 140 95 134 95 128C95 122 96 117 97 112C98 107 99 97 100 98C101 99 103 111 104 118C105 125 106 131 107 138C108 145 110 152 112 158C114 164 116 172 117 177C118 182 119 187 120 190C121 193 123 195 125 195C127 195 129 192 130 189C131 186 131 182 130 178C129 174 127 170 126 164C125 158 123 149 122 142C121 135 119 127 118 120C117 113 117 107 116 100C115 93 114 85 113 80C112 75 110 72 107 69C104 66 100 65 96 63C92 61 86 60 83 58C80 56 80 54 79 52C78 50 80 45 78 44C76 43 73 44 70 44Z"

// region is where an area lies on the drawing. Areas without one are named beside it only.
type region struct {
	area        string
	front, back string // outlines; empty where it cannot be seen
}

// regions are the areas that can be drawn, by the ids packs use for them.
func regions() []region {
	const shoulders = "M58 58Q40 62 30 70Q24 80 25 92Q34 92 40 88Q46 76 58 70ZM82 58Q100 62 110 70Q116 80 115 92Q106 92 100 88Q94 76 82 70Z"
	return []region{
		{area: "upper_back", back: "M60 63Q70 67 80 63L94 77Q98 89 97 102Q70 106 43 102Q42 89 46 77Z"},
		{area: "neck", back: "M58 44H82V58Q70 63 58 58Z"},
		{area: "shoulders", front: shoulders, back: shoulders},
		{area: "mid_back", back: "M42 105Q70 110 98 105Q96 118 96 130Q70 134 44 130Q44 118 42 105Z"},
		{area: "lower_back", back: "M43 133Q70 138 97 133Q97 146 100 158Q70 164 40 158Q43 146 43 133Z"},
		{area: "buttock_leg", back: "M37 161Q70 168 103 161Q107 196 101 230Q99 256 99 300H80Q78 256 76 228L71 190H69L64 228Q62 256 60 300H41Q41 256 39 230Q33 196 37 161Z"},
	}
}

// bodyChart draws the front and the back of a body with the areas that hurt filled and the
// areas to avoid hatched. The label says the same in words.
func bodyChart(label, front, back string, hurts, avoid []string) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="body" viewBox="0 0 300 352" role="img" aria-label="%s">`, template.HTMLEscapeString(label))
	figure(&b, 0, front, hurts, avoid, func(r region) string { return r.front })
	figure(&b, 160, back, hurts, avoid, func(r region) string { return r.back })
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// figure draws one side of the body.
func figure(b *strings.Builder, x int, name string, hurts, avoid []string, outline func(region) string) {
	fmt.Fprintf(b, `<g transform="translate(%d 0)"><use href="#figure"/>`, x)
	b.WriteString(`<g clip-path="url(#skin)">`)
	for _, r := range regions() {
		d := outline(r)
		if d == "" {
			continue
		}
		if slices.Contains(hurts, r.area) {
			fmt.Fprintf(b, `<path class="hurts" d="%s"/>`, d)
		}
		if slices.Contains(avoid, r.area) {
			fmt.Fprintf(b, `<path class="avoid" d="%s"/>`, d)
		}
	}
	fmt.Fprintf(b, `</g><text x="70" y="346" text-anchor="middle">%s</text></g>`, template.HTMLEscapeString(name))
}

// drawings are what the pictures of a file share: outlines and the hatching.
func drawings() template.HTML {
	return template.HTML(`<svg class="shared" width="0" height="0" aria-hidden="true" focusable="false"><defs>` +
		`<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="stripe" d="M0 0V7"/></pattern>` +
		`<clipPath id="skin"><path d="` + silhouette + `"/></clipPath>` +
		`<g id="figure"><ellipse class="skin" cx="70" cy="25" rx="15" ry="19"/><path class="skin" d="` + silhouette + `"/></g>` +
		`</defs></svg>`)
}
