package main

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"knead/internal/files"
	"knead/internal/web"
)

// pages answers everything that is not for programs.
func (s *server) pages(w http.ResponseWriter, r *http.Request) {
	request, err := s.request(w, r)
	if err != nil {
		status := http.StatusBadRequest
		var large *http.MaxBytesError
		if errors.As(err, &large) || errors.Is(err, files.ErrTooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		s.send(w, s.site.Refused(request, status))
		return
	}
	cookie := s.cookie(r)
	known := s.visits.find(cookie, request.Now, !request.ByItself())
	var old *web.Visit
	if known != nil {
		known.mu.Lock()
		defer known.mu.Unlock()
		old = known.of
	}
	answer, now := s.site.Serve(old, request, rand.Text)
	switch {
	case now != old:
		s.visits.remove(cookie)
		word := ""
		if now != nil {
			if word = rand.Text(); !s.visits.add(word, now, request.Now) {
				answer, word = s.site.Full(request), ""
				w.Header().Set("Retry-After", "120")
			}
		}
		s.setCookie(w, word)
	case known != nil:
		s.visits.touch(known, now.Emergency())
	case cookie != "":
		s.setCookie(w, "") // of an interview that is over
	}
	s.send(w, answer)
}

// request reads what the browser sent. A part of a form that is no field of ours is passed
// over.
func (s *server) request(w http.ResponseWriter, r *http.Request) (web.Request, error) {
	request := web.Request{Post: r.Method == http.MethodPost, Path: r.URL.Path, Languages: languages(r.Header.Get("Accept-Language")), Now: time.Now()}
	if s.lang != "" {
		request.Languages = nil
	}
	if !request.Post {
		if request.Path == "/" {
			request.Query = r.URL.Query().Get("lang")
		}
		return request, nil
	}
	if request.Path != "/begin" {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		err := r.ParseForm()
		request.Form = r.PostForm
		return request, err
	}
	err := r.ParseMultipartForm(maxBody + maxForm) // which is more than a body can be, so nothing goes to the disk
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	request.Form = r.PostForm
	if err != nil || r.MultipartForm == nil {
		return request, err
	}
	for _, header := range r.MultipartForm.File["file"] {
		file, err := header.Open()
		if err != nil {
			return request, err
		}
		defer file.Close()
		data, err := io.ReadAll(file)
		if err != nil {
			return request, err
		}
		if header.Filename != "" || len(data) > 0 { // else no file was chosen
			request.File = append([]byte{}, data...)
		}
	}
	return request, nil
}

// languages returns the tags of an Accept-Language header, the best first.
func languages(header string) (tags []string) {
	type wish struct {
		tag    string
		weight float64
	}
	var wishes []wish
	for part := range strings.SplitSeq(header, ",") {
		tag, weight, weighted := strings.Cut(part, ";q=")
		w := wish{strings.TrimSpace(tag), 1}
		if weighted {
			w.weight, _ = strconv.ParseFloat(strings.TrimSpace(weight), 64)
		}
		wishes = append(wishes, w)
	}
	slices.SortStableFunc(wishes, func(a, b wish) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	for _, w := range wishes {
		tags = append(tags, w.tag)
	}
	return tags
}

// send writes an answer of the site.
func (s *server) send(w http.ResponseWriter, a web.Answer) {
	h := w.Header()
	for name, value := range map[string]string{"Location": a.Location, "Refresh": a.Refresh} {
		if value != "" {
			h.Set(name, value)
		}
	}
	if a.FileName != "" {
		h.Set("Content-Disposition", `attachment; filename="`+a.FileName+`"`)
	}
	write(w, a.Status, a.Type, a.Body)
}

// cookieName is the name of the cookie. With the prefix, browsers take it from this host only, by HTTPS.
func (s *server) cookieName() string {
	if s.secure() {
		return "__Host-knead"
	}
	return "knead"
}

func (s *server) cookie(r *http.Request) string {
	if c, err := r.Cookie(s.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// setCookie gives the browser a word, or takes it away when it is empty. It ends with the
// browser's session. Pages of another interview, which a browser may hold to show them again
// when somebody goes back, go with its word.
func (s *server) setCookie(w http.ResponseWriter, word string) {
	c := http.Cookie{Name: s.cookieName(), Value: word, Path: "/", HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteStrictMode}
	if word == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, &c)
	w.Header().Set("Clear-Site-Data", `"cache"`)
}
