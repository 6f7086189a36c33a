package bonder

import (
	"slices"

	"sparring/mock/rawjson"
	"sparring/mock/world"
)

// listRepositories names the resources that getRepository has.
// Source: bonder, "Языковая поддержка"; B-40, B-41.
func (f *Fake) listRepositories(r *world.Request) world.Answer {
	return f.serve(r, func(session) reply {
		var w rawjson.Writer
		w.Object()
		w.Name("langList")
		w.Array()
		for _, lang := range f.facts.repositories {
			w.String(lang)
		}
		w.End()
		w.End()
		return reply{result: w.Bytes()}
	})
}

// getRepository gives codes and names of all languages: in their own language for "local", else in the one named.
// Source: bonder, "Скачать список названий языков" and "Скачать переведенные названия языков".
func (f *Fake) getRepository(r *world.Request) world.Answer {
	lang := r.Vars["lang"]
	return f.serve(r, func(session) reply {
		if !slices.Contains(f.facts.repositories, lang) {
			return failed(resourceNotFound, "repository_unknown", "langList does not name this repository")
		}
		names, written := f.names[lang]
		if !written {
			if names, written = languageNames(lang); !written {
				return failed(resourceNotFound, "repository_unknown", "no names are known in this language")
			}
			f.names[lang] = names
		}
		return reply{result: names}
	})
}
