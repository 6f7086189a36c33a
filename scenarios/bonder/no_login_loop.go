package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noLoginLoop: credentials that are refused are not sent again while the caller has not been asked.
func noLoginLoop() rule.Rule {
	return rule.Rule{
		ID: "bonder.no-login-loop", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "bonder#L62 “Неверный Пароль, неверный адрес электронной почты или Аккаунт был удален или не " +
			"существует”; " +
			"that they are refused again is good sense",
		Text:    "credentials that were refused are not sent again by themselves",
		Judge:   login().NoLoop,
		Traffic: login().TrafficNoLoop,
	}
}
