package iqchannels

import (
	"fmt"
	"net/http"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

// What a widget asks for before it has a session. Its queue is strictly serial and repeats a refused call without end,
// so
// these calls answer OK without one. Source: iqchannels-widget, src/client and src/app. Where only the outer form is
// known, the members of Data are ours.

// known gives the channel of the path, open or closed: a widget must learn of a closed one by the blocker.
func (f *Fake) known(r *world.Request) (*Channel, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := r.Vars["channel"]
	c := f.st.channelNamed(name)
	if c == nil {
		return nil, refuse(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name)))
	}
	return copyOf(c), nil
}

// getVersion tells the version: from 4.2.0 on the widget asks the blocker first, from 4.2.1 on it checks every text.
// Source: iqchannels-widget, version.
func getVersion(f *Fake, _ *world.Request) (world.Answer, error) {
	return data(map[string]string{"Version": f.text("version")}), nil
}

// getBlocker reports whether the channel is blocked. Source: iqchannels-widget, getBlocker (Data.Enabled).
func getBlocker(f *Fake, r *world.Request) (world.Answer, error) {
	c, err := f.known(r)
	if err != nil {
		return world.Answer{}, err
	}
	return data(enabledJSON{c.ClosedAt != nil || f.on("blocker")}), nil
}

type enabledJSON struct {
	Enabled bool `json:"Enabled"`
}

// getAudioMessagesEnabled says no. Source: iqchannels-widget, checkIfAudioMsgEnabled: Data is the boolean.
func getAudioMessagesEnabled(f *Fake, r *world.Request) (world.Answer, error) {
	if _, err := f.known(r); err != nil {
		return world.Answer{}, err
	}
	return data(false), nil
}

type greetingsJSON struct {
	Greeting                string `json:"Greeting"`
	GreetingBold            string `json:"GreetingBold"`
	PersonalDataRequestType string `json:"PersonalDataRequestType"`
	ChannelType             string `json:"ChannelType"`
}

// getGreetings greets; only "none" lets an anonymous client in without a form.
// Source: iqchannels-widget, getWidgetGreetingsWithRequestType; Kotlin SDK, GreetingSettings.
func getGreetings(f *Fake, r *world.Request) (world.Answer, error) {
	c, err := f.known(r)
	if err != nil {
		return world.Answer{}, err
	}
	return data(greetingsJSON{"Здравствуйте! " + c.Title, "Чем помочь?", f.text("personalData"), ""}), nil
}

type formJSON struct {
	Title  string      `json:"Title"`
	Fields []fieldJSON `json:"Fields"`
}

type fieldJSON struct {
	Name               string `json:"Name"`
	Label              string `json:"Label"`
	Required           bool   `json:"Required"`
	ValidationRegexp   string `json:"ValidationRegexp"`
	CorrespondingField string `json:"CorrespondingField"` // where the widget puts what the client writes
}

// personalForm is the form of every channel. The widget knows its fields by these names.
// Source: iqchannels-widget, info-request and sendInfo. Read only.
var personalForm = formJSON{"Представьтесь, пожалуйста", []fieldJSON{
	{
		Name:     "Имя",
		Label:    "Имя",
		Required: true,
	}, {Name: "Фамилия", Label: "Фамилия"}, {Name: "Телефон", Label: "Телефон"},
}}

// getPersonalDataForm gives the form of full_form. Source: iqchannels-widget. Assumed: the form of Data.
func getPersonalDataForm(f *Fake, r *world.Request) (world.Answer, error) {
	if _, err := f.known(r); err != nil {
		return world.Answer{}, err
	}
	return data(personalForm), nil
}

type languageJSON struct {
	Code    string `json:"Code"`
	Name    string `json:"Name"`
	Default bool   `json:"Default"`
	IconURL string `json:"IconURL"`
}

// languages of every channel. Read only.
var languages = [2]languageJSON{{"ru", "Русский", true, ""}, {"en", "English", false, ""}}

// listLanguages lists the languages of a channel. Source: iqchannels-kotlin, iqchannels-swift, availableLanguages.
func listLanguages(f *Fake, r *world.Request) (world.Answer, error) {
	if _, err := f.known(r); err != nil {
		return world.Answer{}, err
	}
	return data(map[string]any{"Languages": languages}), nil
}

// getEndAppealsSettings says that a client does not end an enquiry.
// Source: iqchannels-widget, iqchannels-kotlin. Assumed: the form of Data.
func getEndAppealsSettings(f *Fake, r *world.Request) (world.Answer, error) {
	if _, err := f.known(r); err != nil {
		return world.Answer{}, err
	}
	return data(enabledJSON{}), nil
}

// getWidgetStyles gives the stylesheet of a channel. Source: iqchannels-widget, stylesURL.
func getWidgetStyles(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := r.Query().Get("channel")
	if name != "" && f.st.channelNamed(name) == nil {
		return world.Answer{}, refuse(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name)))
	}
	return world.Answer{
		Response: message.Response{
			Header: http.Header{"Content-Type": {"text/css; charset=utf-8"}},
			Body:   []byte(".messenger { font-family: sans-serif; }\n"),
		},
	}, nil
}

const consentLink = "https://bank.example.ru/consent"

// getInfoRequest gives the link to the consent text.
// Source: iqchannels-widget, getInfoLinkByChannel (Data is the link).
func getInfoRequest(f *Fake, r *world.Request) (world.Answer, error) {
	if _, err := f.known(r); err != nil {
		return world.Answer{}, err
	}
	return data(consentLink), nil
}

// logMessage takes a client's log line; the journal has it. Source: iqchannels-widget, after a broken stream.
func logMessage(_ *Fake, r *world.Request) (world.Answer, error) {
	var line any
	if err := decode(r, &line, false); err != nil {
		return world.Answer{}, err
	}
	a := result(nil, relsJSON{})
	a.Why = []journal.Why{{Code: "client_log", Text: fmt.Sprintf("the client logged %d bytes", len(r.Body))}}
	return a, nil
}
