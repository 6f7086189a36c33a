// Package source lists the texts that rules, findings, documents and features cite, and finds the citations in a text.
package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Source is a text that rules, findings and features cite by its slug: bonder#L182, timconnect-1.7.1 §authByPhone.
type Source struct {
	Slug     string    `json:"slug"`
	What     string    `json:"what"`
	Where    string    `json:"where"`           // a URL or a repository with its commit
	Lines    int       `json:"lines,omitempty"` // of the text as it is cited; 0: it is cited by sections
	Sections []Section `json:"-"`
}

// Section is a part of a source that is cited by lines.
type Section struct {
	From, To int
	What     string
}

// All returns all sources, in order of their slugs. docs/sources.md is generated from it.
func All() []Source {
	const chat = "iQChannels' chat server, 2017-03-06: the vendor's reference of its API"
	return []Source{
		{
			Slug:  "bonder",
			What:  "Bonder's API page in Russian, complete, as it was on 2020-11-25; cited by the lines of its text",
			Where: "https://www.bonder.app/ru-ru/api", Lines: 665, Sections: bonderSections(),
		},
		{Slug: "control", What: "Sparring's own control API", Where: "spec/control.yaml in this repository"},
		{
			Slug:  "iqchannels",
			What:  "iQChannels' wiki page Auth API, versions 1.0 to 1.3, read by OCR; cited by the lines of its text",
			Where: "https://wiki.iqstore.ru/display/IQDOC/Auth+API", Lines: 442, Sections: iqchannelsSections(),
		},
		{
			Slug: "iqchannels-ios", What: "iQChannels' SDK for iOS in Objective-C, the vendor's own client",
			Where: "github.com/iqstore/iqchannels-ios at 446ded4",
		},
		{
			Slug: "iqchannels-kotlin", What: "iQChannels' SDK for Android, the vendor's own client",
			Where: "github.com/iqstore/iqchannels-kotlin at b89f5f5 and 43eabf2",
		},
		{Slug: "iqchannels-readme", What: chat, Where: "github.com/iqstore/iqchannels-api at 39440b3, README"},
		{
			Slug: "iqchannels-swift", What: "iQChannels' SDK for iOS in Swift, the vendor's own client",
			Where: "github.com/iqstore/iqchannels-swift at 6b4da93",
		},
		{
			Slug: "iqchannels-widget", What: "iQChannels' web widget, the vendor's own client",
			Where: "github.com/iqstore/iqchannels-widget at 72a0420",
		},
		{
			Slug:  "iqchannels-wiki",
			What:  "other pages of iQChannels' wiki, of which the beginnings are known: Public API, Internal API",
			Where: "https://wiki.iqstore.ru/display/IQDOC/Public+API",
		},
		{
			Slug: "radist",
			What: "Radist.Online's page Подключения, not dated, newer than the middle of 2024; " +
				"cited by the lines of its text",
			Where: "https://docs.radist.online/radist.online-docs/api/v2/podklyucheniya", Lines: 65,
			Sections: radistSections(),
		},
		{
			Slug:  "radist-2024",
			What:  "the same page as it was in the middle of 2024, with JSON of the Telegram login",
			Where: "https://docs.radist.online/radist.online-docs/api/v2/podklyucheniya",
		},
		{
			Slug: "radist-chats", What: "Radist.Online's page Чаты",
			Where: "https://docs.radist.online/radist.online-docs/api/v2/chaty",
		},
		{
			Slug:  "radist-clients",
			What:  "seven independent public clients of Radist.Online: what real calls sent and got",
			Where: "their public repositories; no text of the vendor's",
		},
		{
			Slug: "rfc", What: "rfc9110, rfc8259 and so on: the documents of the Internet",
			Where: "https://www.rfc-editor.org/rfc/rfc9110 and so on, by their numbers",
		},
		{
			Slug: "slate-2.0.0", What: "the template of TIM Connect's page, with the Kittn API as its example",
			Where: "github.com/slatedocs/slate at v2.0.0",
		},
		{
			Slug: "slate-errors", What: "the eleven HTTP errors of that template, with their texts",
			Where: "github.com/slatedocs/slate at v2.0.0, source/includes/_errors.md",
		},
		{
			Slug: "sparring", What: "this project's own decision; it never fails a client",
			Where: "spec/PROVENANCE.md in this repository",
		},
		{
			Slug: "timconnect",
			What: "TIM Connect's SDK page, a working copy of 2016-08-08 in which the template's Kittn text " +
				"still stands; cited by the lines of its source",
			Where: "github.com/darknate/slate at 6ba3d8c, source/Копия index.html.md", Lines: 190,
			Sections: timconnectSections(),
		},
		{
			Slug:  "timconnect-1.7.1",
			What:  "TIM Connect's finished SDK page of the same commit, with its errors and its changelog",
			Where: "github.com/darknate/slate at 6ba3d8c, source/index.html.md and source/includes",
		},
	}
}

func bonderSections() []Section {
	return []Section{
		{1, 57, "Авторизация"},
		{58, 83, "Авторизация, код-ошибки"},
		{85, 98, "Структура данных, Типы данных"},
		{100, 131, "Режимы Визиток"},
		{133, 272, "Переменные"},
		{274, 359, "Языковая поддержка"},
		{361, 412, "Создание нового Профиля"},
		{414, 502, "Сохранение данных"},
		{504, 562, "Изменение настроек"},
		{564, 618, "Загрузка данных"},
		{620, 665, "Удаление данных"},
	}
}

func iqchannelsSections() []Section {
	return []Section{
		{1, 31, "Протокол авторизации, steps 1 to 8"},
		{33, 56, "Запрос, GET and POST"},
		{58, 68, "Ответ, Response"},
		{70, 170, "Client"},
		{172, 183, "Branch"},
		{184, 263, "Company"},
		{265, 271, "Field"},
		{272, 281, "Contacts"},
		{282, 291, "Group"},
		{293, 396, "Примеры ответов"},
		{398, 406, "Ответ с ошибкой"},
		{407, 442, "Изменения, versions 1.1 to 1.3"},
	}
}

func radistSections() []Section {
	return []Section{
		{1, 9, "Общее, Замечания"},
		{10, 16, "Подключение Telegram"},
		{17, 25, "Подключение через сканирование QR-кода"},
		{26, 33, "Подключение через код в чате Telegram"},
		{34, 36, "Повторная авторизация"},
		{37, 39, "Подключение Telegram Bot"},
		{40, 47, "Подключение WhatsApp"},
		{48, 55, "Подключение MAX"},
		{56, 65, "Подключение Одноклассников"},
	}
}

func timconnectSections() []Section {
	return []Section{
		{1, 16, "the head, includes: errors"},
		{18, 30, "Введение"},
		{32, 45, "Краткая сводка работы с SDK, Минимальные требования"},
		{49, 65, "Kittn, the API key"},
		{67, 133, "Kittens, Get All Kittens"},
		{135, 190, "Get a Specific Kitten"},
	}
}

// cited finds slugs in the text of a source: with lines, with a section, or alone.
var cited = regexp.MustCompile(`\b(?:(?i:rfc) ?[0-9]+|[a-z]+(?:-[a-z0-9.]+)?)(?:#L([0-9]+)(?:-L?[0-9]+)?)?`)

// Citation is a source that a text names, with the section of its first line.
type Citation struct {
	Source
	Section string
}

// Cited returns the sources that a text names, each once.
func Cited(text string) []Citation {
	var out []Citation
	all := All()
	for _, m := range cited.FindAllStringSubmatch(text, -1) {
		slug, _, _ := strings.Cut(strings.ToLower(m[0]), "#")
		slug = strings.TrimRight(slug, ".")
		if strings.HasPrefix(slug, "rfc") {
			slug = "rfc"
		}
		i := slices.IndexFunc(all, func(s Source) bool { return s.Slug == slug })
		if i < 0 || slices.ContainsFunc(out, func(c Citation) bool { return c.Slug == slug }) {
			continue
		}
		c := Citation{Source: all[i]}
		if line, err := strconv.Atoi(m[1]); err == nil {
			for _, s := range all[i].Sections {
				if line >= s.From && line <= s.To {
					c.Section = s.What
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// At returns where a text names a source first, lines included; nil if it does not.
func At(text, slug string) []int {
	for _, at := range cited.FindAllStringIndex(text, -1) {
		name, _, _ := strings.Cut(strings.ToLower(text[at[0]:at[1]]), "#")
		if name = strings.TrimRight(name, "."); name == slug || slug == "rfc" && strings.HasPrefix(name, "rfc") {
			return at
		}
	}
	return nil
}

// Located returns one line that says where the sources of a text are published, for reports without links; empty if the
// text names no source.
func Located(text string) string {
	var parts []string
	for _, c := range Cited(text) {
		part := c.Where
		if c.Section != "" {
			part += ", " + c.Section
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "; ") + "; docs/sources.md"
}
