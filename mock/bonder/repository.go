package bonder

import (
	"slices"

	"sparring/mock/fake"
	"sparring/mock/rawjson"
)

// listRepositories names the resources that getRepository has.
// Source: bonder, "Языковая поддержка"; B-40, B-41.
func (x *exchange) listRepositories() (fake.Response, error) {
	var w rawjson.Writer
	w.Object()
	w.Name("langList")
	w.Array()
	for _, lang := range x.repositories.Get() {
		w.String(lang)
	}
	w.End()
	w.End()
	return x.done(w.Bytes())
}

// getRepository gives codes and names of all languages: in their own language for "local", else in the one named.
// Source: bonder, "Скачать список названий языков" and "Скачать переведенные названия языков".
func (x *exchange) getRepository() (fake.Response, error) {
	lang := x.Vars["lang"]
	if !slices.Contains(x.repositories.Get(), lang) {
		return fake.Response{}, x.failed(
			resourceNotFound,
			"repository_unknown",
			"langList does not name this repository",
		)
	}
	names, written := x.names[lang]
	if !written {
		if names, written = languageNames(lang); !written {
			return fake.Response{}, x.failed(resourceNotFound, "repository_unknown",
				"no names are known in this language")
		}
		x.names[lang] = names
	}
	return x.done(names)
}
