package bonder

import "sparring/mock/world"

// reasons explains what the fake puts under why, in order of the codes.
func reasons() []world.Reason {
	return []world.Reason{
		{"account_deleted", "The account was deleted, by an event or a plant; its tokens ended with it."},
		{"account_suspended", "The account is suspended until the event account.restored."},
		{"account_to_be_deleted",
			"The event account.deletion_scheduled marked the account; account.restored or account.deleted ends that."},
		{"account_unknown", "No account of this world has the username that was sent."},
		{"body_empty", "The request had no body, so there was nothing to change."},
		{"body_ignored", "The body is of no use: JSON but no object, or sent to an operation that takes none."},
		{"body_malformed",
			"The body is not JSON in UTF-8; the text says where and how to mend it, one place each. Nothing was " +
				"changed (B-05)."},
		{"card_disabled",
			"The card is switched off, and the switch disabledCardGet says that it cannot be loaded then (B-44)."},
		{"card_foreign",
			"The card belongs to another account than the token. The vendor's code is that of a card that does not " +
				"exist."},
		{"card_unknown", "No card of this world has this cardId, or it was deleted."},
		{"email_missing", "The request has no header X-Auth-Email: it goes with every request that carries a token."},
		{"field_ignored", "A field is unknown or not where it belongs, and was ignored (B-29)."},
		{"findings_cut", "The request has more findings than one entry keeps: mend the first ones and look again."},
		{"header_doubled", "X-Auth-Key or X-Auth-Email was sent more than once."},
		{"language_ignored", "What was sent for a language is not an object, so it was ignored."},
		{"language_missing",
			"The card has no version in this language. The switch missingLanguage decides whether that fails (B-39)."},
		{"maintenance_api",
			"The event maintenance.started put the service api under maintenance; maintenance.ended ends it."},
		{"maintenance_auth",
			"The event maintenance.started put the service auth under maintenance; only authorizing fails (B-17)."},
		{"maintenance_database",
			"The event maintenance.started put the service database under maintenance; maintenance.ended ends it."},
		{"maintenance_server",
			"The event maintenance.started put the whole server under maintenance; maintenance.ended ends it."},
		{"method_in_lower_case", "The method was written in small letters, so no operation fits."},
		{"profile_limit",
			"The account has as many profiles as the switch profileLimit or the event account.profile_limit allows."},
		{"repository_unknown",
			"No repository has this name: langList, in the response of listRepositories, names those that exist."},
		{"rpt_clamped",
			"rpt lies outside the allowed range and became the nearest allowed number (switch rptOutOfRange)."},
		{"rpt_default", "rpt was missing or no number, so the least usual number of requests was taken (B-07)."},
		{"rpt_out_of_range", "rpt lies outside the allowed range, and the switch rptOutOfRange refuses it."},
		{"status_ignored",
			"The last segment of the path is neither enable nor disable; the switch badStatus lets that pass."},
		{"status_unknown", "The last segment of the path is neither enable nor disable (B-43)."},
		{
			"thumbnail_rejected",
			"A fault rule rejected the thumbnail of the request, whatever it was; the rest was saved.",
		},
		{"token_dead_count",
			"The token was used as often as its rpt allows, or a fault rule or an event ended it so: authorize again."},
		{"token_dead_time",
			"The token's time passed, as expire in the response of authorize said, or a fault rule ended it so. " +
				"Authorize again."},
		{"token_missing", "The request has no header X-Auth-Key."},
		{"token_replaced", "The account authorized again, and the switch tokens allows one token at a time (B-13)."},
		{"token_revoked", "The token was revoked, by an event, by a fault rule, or because its account was put anew."},
		{"token_unknown", "No token of this world has this value: it is misspelled, or from another world."},
		{"warning_idle",
			"A fault rule forces a code that comes with success, and the request failed by itself: the code did " +
				"not come."},
		{"wrong_client", "username and password are right, but client is not the account's (B-15)."},
		{"wrong_email", "X-Auth-Email is not the username that the token was issued to (B-12)."},
		{"wrong_password", "The account exists, but the password is another."},
	}
}

// findingReasons explains the codes of the findings that Bonder's own rules give, in order of the codes.
func findingReasons() []world.Reason {
	return []world.Reason{
		{"flag_ignored", "A flag is neither 0 nor 1, so it is ignored (B-42)."},
		{"flag_of_another_type", "A flag is a boolean of JSON; the vendor's are numbers or their texts (B-42)."},
		{"ignored_in_business_mode", "A name is not on the card, because the language has a displayName."},
		{"language_not_ready", "A language was switched on before it has a name and lastname, or a displayName."},
		{"missing_language", "The card has no version in the language of the path, so nothing was changed (B-39)."},
		{"national_number", "A telephone number probably lacks its country code."},
		{"rpt_out_of_range", "rpt lies outside the printed range."},
		{"sixth_language", "A request sends more languages than the vendor takes at once."},
		{"thumbnail_doubtful", "A thumbnail is stored here and rejected under another reading of the text (B-48)."},
		{"thumbnail_rejected", "The vendor's text rejects the thumbnail."},
		{"unsupported_language", "Cards may not have this language, so it is ignored."},
		{"value_becomes_null", "A value fails its check, and the vendor makes it null while the save succeeds."},
		{"wrong_section", "A field belongs in another section of the body, so it is ignored."},
	}
}
