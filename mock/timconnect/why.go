package timconnect

import "sparring/mock/world"

// reasons explains what the fake puts under why, in order of the codes.
func reasons() []world.Reason {
	return []world.Reason{
		{"alias_off", "The switch kittensAlias takes the path without /api away."},
		{"app_key_differs", "device.app_key and the header Authorization name different API keys."},
		{"app_key_unknown", "device.app_key is not an API key of this world."},
		{"body_unreadable", "The body is not a JSON object, and counts as an empty one."},
		{"call_answered_elsewhere", "Another device of the same phone has answered the call."},
		{"call_foreign", "The call belongs to another phone than the session's device."},
		{"call_unchanged", "The call is in a state that does not take this step: nothing changed."},
		{"code_expired", "The activation code's time passed: ask for another."},
		{"code_never_sent", "No activation code is pending for this phone: none was asked for, or it was used."},
		{"code_wrong", "The activation code differs from the one that was sent: the outbox has the SMS."},
		{"credentials_replaced",
			"The phone was registered again, so the credentials of the earlier registration ended."},
		{"credentials_unknown", "No device of this phone has these credentials."},
		{"dates_reversed", "end_date lies before start_date, so no message is between them."},
		{"device_blocked", "The administrator blocked the device; the event device.unblocked ends it."},
		{"device_removed", "The application was removed from the device: register the phone again."},
		{"device_replaced", "The phone was registered again, so its earlier device ended (switch multiDevice)."},
		{"digest_wrong", "The digest is not that of phone_number, push token and the key's secret (T-36)."},
		{"failing", "The event kittens.failing makes requests to Kittn fail."},
		{"flag_invalid", "include_cats and available are true or false."},
		{"id_invalid", "The id of a kitten is a positive integer."},
		{"json_not_accepted", "The header Accept leaves application/json out, and Kittn sends nothing else."},
		{"key_count", "A fault rule ended the API key, as one that was used up."},
		{"key_differs", "The device or its activation code was registered with another API key."},
		{"key_missing",
			"Nothing names the application: neither the header Authorization nor, if that is allowed, device.app_key."},
		{"key_revoked", "The API key was revoked, by an event or a fault rule."},
		{"key_time", "A fault rule ended the API key, as one whose time passed."},
		{"key_unknown",
			"The header Authorization is not an API key of this world: it is misspelled, or from another world."},
		{"key_with_scheme", "Authorization has a scheme, such as Bearer, before the key; the page wants the bare key."},
		{"kitten_hidden", "The kitten is hidden for administrators only."},
		{"kitten_removed", "The kitten was removed."},
		{"kitten_unknown", "No kitten of this world has this id."},
		{"maintenance", "The event maintenance.started stopped Kittn; maintenance.ended ends it."},
		{"message_foreign", "The message belongs to another phone than the session's device."},
		{"method_not_allowed",
			"The path exists, but takes other methods: the header Allow of the response names them."},
		{"not_found", "No operation has this path: look at how base URL and path are joined."},
		{"password_unknown", "The password for a call was not given to this device."},
		{"password_used", "The password for a call was used before: it works once."},
		{"phone_unreadable", "phone_number is not a phone number under the switch phoneFormat."},
		{"push_gateway", "The call goes to the URL of the switch pushGateway."},
		{"rate_limit", "More requests came within a minute than the switch kittenRateLimit allows."},
		{"reregistration_warned", "The phone was active already, so its owner was warned by SMS (T-25)."},
		{"session_count", "A fault rule ended the session, as one that was used up."},
		{"session_missing", "The request has no cookie sessionid."},
		{"session_replaced", "The phone was registered again, so the sessions of the earlier registration ended."},
		{"session_revoked", "A fault rule revoked the session."},
		{"session_time", "The session's time passed, or an event or a fault rule ended it so: authorize again."},
		{"session_unknown", "No session of this world has this value: it is misspelled, or from another world."},
		{"voip_not_registered", "The device is not registered with the VoIP service, as a call needs."},
	}
}

// findingReasons explains the codes of the findings that the rules of TIM Connect and Kittn give, in order of the
// codes.
func findingReasons() []world.Reason {
	return []world.Reason{
		{"authorization_scheme", "The API key stands behind a scheme such as Bearer; it is sent alone."},
		{"missing_cookie", "The request lacks the cookie sessionid: register or authorize first."},
		{"not_acceptable", "The header Accept leaves out application/json, the only format of Kittn."},
		{"push_not_taken", "The push gateway did not take the push."},
		{"voip_not_registered", "A call is asked for from a device that is not registered in the VoIP service."},
	}
}
