//go:build js

package main

import (
	"crypto/rand"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"syscall/js"
	"time"

	"knead/engine"
	"knead/internal/web"
	"knead/rules/stored"
)

// main gives the page's script a function that answers as a server does, and then waits for
// its calls for as long as the page is open.
func main() {
	debug.SetGCPercent(400)
	given := js.Global().Get("knead")
	packs := given.Get("packs")
	var editions []web.Edition
	for i := range packs.Length() {
		form := packs.Index(i)
		editions = append(editions, web.Edition{
			Language: form.Get("language").String(),
			Program:  sync.OnceValue(func() *engine.Program { return compile(copied(form.Get("data"))) }),
		})
	}
	site := web.New(editions, web.Options{Offline: true})
	languages := strings.Split(given.Get("languages").String(), ",")
	var visit *web.Visit
	given.Call("done", js.FuncOf(func(_ js.Value, args []js.Value) any {
		request := web.Request{Post: args[0].String() == "POST", Languages: languages, Now: time.Now()}
		path, query, _ := strings.Cut(args[1].String(), "?")
		request.Path, request.Query = path, strings.TrimPrefix(query, "lang=")
		request.Form, _ = url.ParseQuery(args[2].String()) // the script has written it
		if file := args[3]; file.Truthy() {
			request.File = copied(file)
		}
		var answer web.Answer
		answer, visit = site.Serve(visit, request, rand.Text)
		return map[string]any{
			"location": answer.Location, "type": answer.Type, "name": answer.FileName, "body": string(answer.Body), "open": visit != nil && !visit.Done(),
		}
	}))
	site.Prepare(languages...) // while the first page is read
	select {}
}

// copied returns the bytes of an array of the script.
func copied(array js.Value) []byte {
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// compile makes a program of a stored pack. The pack was compiled when the page was made.
func compile(data []byte) *engine.Program {
	p, err := stored.Read(string(data))
	if err != nil {
		panic(err)
	}
	program, err := engine.Compile(p)
	if err != nil {
		panic(err)
	}
	return program
}
