package iqchannels

import (
	"fmt"
	"net/http"

	"sparring/mock/fake"
	"sparring/mock/message"
)

// What a widget asks for before it has a session. Its queue is strictly serial and repeats a refused call without end,
// so these calls answer OK without one. Source: iqchannels-widget, src/client and src/app. Where only the outer form is
// known, the members of Data are ours.

// known gives the channel of the path, open or closed: a widget must learn of a closed one by the blocker.
func (x *exchange) known() (Channel, error) {
	name := x.Vars["channel"]
	c, ok := x.channelNamed(name)
	if !ok {
		return c, x.failed(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name)))
	}
	return c, nil
}

// getVersion tells the version: from 4.2.0 on the widget asks the blocker first, from 4.2.1 on it checks every text.
// Source: iqchannels-widget, version.
func (x *exchange) getVersion() (fake.Response, error) {
	return data(map[string]string{"Version": version.Get(x)})
}

// getBlocker reports whether the channel is blocked. Source: iqchannels-widget, getBlocker (Data.Enabled).
func (x *exchange) getBlocker() (fake.Response, error) {
	c, err := x.known()
	if err != nil {
		return refused(err)
	}
	return data(enabledJSON{c.ClosedAt != nil || blocker.Get(x)})
}

type enabledJSON struct {
	Enabled bool `json:"Enabled"`
}

// getAudioMessagesEnabled says no. Source: iqchannels-widget, checkIfAudioMsgEnabled: Data is the boolean.
func (x *exchange) getAudioMessagesEnabled() (fake.Response, error) {
	if _, err := x.known(); err != nil {
		return refused(err)
	}
	return data(false)
}

type greetingsJSON struct {
	Greeting                string `json:"Greeting"`
	GreetingBold            string `json:"GreetingBold"`
	PersonalDataRequestType string `json:"PersonalDataRequestType"`
	ChannelType             string `json:"ChannelType"`
}

// getGreetings greets; only "none" lets an anonymous client in without a form.
// Source: iqchannels-widget, getWidgetGreetingsWithRequestType; Kotlin SDK, GreetingSettings.
func (x *exchange) getGreetings() (fake.Response, error) {
	c, err := x.known()
	if err != nil {
		return refused(err)
	}
	return data(greetingsJSON{"Здравствуйте! " + c.Title, "Чем помочь?", personalData.Get(x), ""})
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
func (x *exchange) getPersonalDataForm() (fake.Response, error) {
	if _, err := x.known(); err != nil {
		return refused(err)
	}
	return data(personalForm)
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
func (x *exchange) listLanguages() (fake.Response, error) {
	if _, err := x.known(); err != nil {
		return refused(err)
	}
	return data(map[string]any{"Languages": languages})
}

// getEndAppealsSettings says that a client does not end an enquiry.
// Source: iqchannels-widget, iqchannels-kotlin. Assumed: the form of Data.
func (x *exchange) getEndAppealsSettings() (fake.Response, error) {
	if _, err := x.known(); err != nil {
		return refused(err)
	}
	return data(enabledJSON{})
}

// getWidgetStyles gives the stylesheet of a channel. Source: iqchannels-widget, stylesURL.
func (x *exchange) getWidgetStyles() (fake.Response, error) {
	name := x.Query().Get("channel")
	if _, ok := x.channelNamed(name); name != "" && !ok {
		return refused(x.failed(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name))))
	}
	return fake.Response{Response: message.Response{
		Header: http.Header{"Content-Type": {"text/css; charset=utf-8"}},
		Body:   []byte(".messenger { font-family: sans-serif; }\n"),
	}}, nil
}

const consentLink = "https://bank.example.ru/consent"

// getInfoRequest gives the link to the consent text.
// Source: iqchannels-widget, getInfoLinkByChannel (Data is the link).
func (x *exchange) getInfoRequest() (fake.Response, error) {
	if _, err := x.known(); err != nil {
		return refused(err)
	}
	return data(consentLink)
}

// logMessage takes a client's log line; the journal has it. Source: iqchannels-widget, after a broken stream.
func (x *exchange) logMessage() (fake.Response, error) {
	var line any
	if err := x.decode(&line, false); err != nil {
		return refused(err)
	}
	x.Because("client_log", fmt.Sprintf("the client logged %d bytes", len(x.Body)))
	return result(nil, relsJSON{})
}
