package timconnect

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"sparring/scenarios/fidelity"
)

// declared says where the arguments and values of the abilities are on the wire.
func declared() fidelity.API {
	api := fidelity.API{
		Name: "timconnect", Free: []string{"authorize", "createCallPassword", "registerVoip", "reportDelivery"},
		Credentials: map[string]string{"api_key": "header/Authorization"}, // timconnect#L57-L67
		Said: func(status int, body any) bool {
			object, _ := body.(map[string]any)
			if result, enveloped := object["result"]; enveloped {
				return result == "success"
			}
			return status == http.StatusOK
		},
	}
	api.Abilities = append(api.Abilities, registering()...)
	api.Abilities = append(api.Abilities, receiving()...)
	api.Abilities = append(api.Abilities, marking()...)
	api.Abilities = append(api.Abilities, calling()...)
	api.Abilities = append(api.Abilities, kittening()...)
	return api
}

// registering declares what is about the device.
func registering() []fidelity.Ability {
	phone := func(operation string) fidelity.Fact {
		return fidelity.Is("phone", fidelity.Sent(operation, "/phone_number").May(samePhone()))
	}
	token := func(operation string) fidelity.Fact {
		return fidelity.Is("token", fidelity.Sent(operation, "/device/token"))
	}
	return []fidelity.Ability{
		{Name: "timconnect.registerPhone", Args: []fidelity.Fact{phone("registerPhone"), token("registerPhone")}},
		{Name: "timconnect.confirmPhone", Args: []fidelity.Fact{
			phone("confirmPhone"), fidelity.Is("code", fidelity.Sent("confirmPhone", "/code")),
		}},
		{Name: "timconnect.registerByDigest", Args: []fidelity.Fact{
			phone("registerByDigest"), fidelity.Is("digest", fidelity.Sent("registerByDigest", "/digest")),
			token("registerByDigest"),
		}},
		{Name: "timconnect.signIn", Args: []fidelity.Fact{
			phone("authorize"), fidelity.Is("credentials", fidelity.Sent("authorize", "/credentials")),
		}},
		{Name: "timconnect.isAuthorized", Values: []fidelity.Fact{{
			Name: "authorized", Now: true, Places: []fidelity.Place{fidelity.Said("getAuthorization", "/authorized")},
		}}},
		{Name: "timconnect.removeDevice"},
	}
}

// receiving declares what is about messages.
func receiving() []fidelity.Ability {
	const queue, archive, one = "listQueue", "listMessages", "getMessage"
	messages := fidelity.Is("messages", fidelity.Said(queue, "/body").Kept("id"),
		fidelity.Said(archive, "/body").Kept("id"), fidelity.Said(one, "/body").Kept("id"))
	return []fidelity.Ability{
		{Name: "timconnect.receiveMessages", Values: []fidelity.Fact{messages}},
		{
			Name: "timconnect.takePush",
			Args: []fidelity.Fact{
				fidelity.Is("payload", fidelity.Sent(one, "path/id")).In("/id"),
				fidelity.Is("payload", fidelity.Sent("registerVoip", "/password")).In("/call_info/asteriskpass"),
			},
			Values: []fidelity.Fact{
				fidelity.Maybe("message", fidelity.Said(one, "/body/0")),
				fidelity.Maybe("call_id", fidelity.Said("registerVoip", "/call_id")),
				fidelity.NotSent("state", "that a call comes in is what the push is about"),
			},
		},
		{Name: "timconnect.feed", Values: []fidelity.Fact{messages}},
		{
			Name: "timconnect.restoreMessages", Values: []fidelity.Fact{messages},
			Args: []fidelity.Fact{
				fidelity.Is("from", fidelity.Sent(archive, "query/start_date")),
				fidelity.Is("to", fidelity.Sent(archive, "query/end_date")),
			},
		},
	}
}

// marking declares what is about categories, places and hashtags, and the statistics.
func marking() []fidelity.Ability {
	id := func(operation string) fidelity.Fact {
		return fidelity.Is("id", fidelity.Sent(operation, "path/id"))
	}
	return []fidelity.Ability{
		{Name: "timconnect.setCategory", Args: []fidelity.Fact{
			id("setCategory"), fidelity.Is("category", fidelity.Sent("setCategory", "/category")),
		}},
		{Name: "timconnect.setGeotag", Args: []fidelity.Fact{
			id("setGeotag"),
			fidelity.Is("latitude", fidelity.Sent("setGeotag", "/latitude").May(fiveDecimals())),
			fidelity.Is("longitude", fidelity.Sent("setGeotag", "/longitude").May(fiveDecimals())),
		}},
		{Name: "timconnect.setHashtag", Args: []fidelity.Fact{
			id("setHashtag"), fidelity.Is("hashtag", fidelity.Sent("setHashtag", "/hashtag")),
		}},
		{Name: "timconnect.categories", Values: []fidelity.Fact{
			fidelity.Is("categories", fidelity.Said("listCategories", "/body")),
		}},
		{
			Name: "timconnect.statistics",
			Args: []fidelity.Fact{
				fidelity.Is("from", fidelity.Sent("getStatistics", "query/start_date")),
				fidelity.Is("to", fidelity.Sent("getStatistics", "query/end_date")),
			},
			Values: []fidelity.Fact{{
				Name: "statistics", Now: true, Places: []fidelity.Place{fidelity.Said("getStatistics", "/body")},
			}},
		},
	}
}

// calling declares what is about calls.
func calling() []fidelity.Ability {
	state := func(operation string) fidelity.Fact {
		return fidelity.Fact{
			Name: "state", Now: true, Places: []fidelity.Place{fidelity.Said(operation, "/state")},
		}
	}
	on := func(name, operation string) fidelity.Ability {
		return fidelity.Ability{
			Name: name, Args: []fidelity.Fact{fidelity.Is("call_id", fidelity.Sent(operation, "path/id"))},
			Values: []fidelity.Fact{state(operation)},
		}
	}
	return []fidelity.Ability{
		{
			Name:   "timconnect.call",
			Args:   []fidelity.Fact{fidelity.Is("number", fidelity.Sent("startCall", "/number"))},
			Values: []fidelity.Fact{fidelity.Is("call_id", fidelity.Said("startCall", "/call_id")), state("startCall")},
		},
		on("timconnect.callState", "getCall"), on("timconnect.answerCall", "answerCall"),
		on("timconnect.hangUp", "hangUpCall"),
	}
}

// kittening declares what is about kittens.
func kittening() []fidelity.Ability {
	return []fidelity.Ability{
		{
			Name: "timconnect.listKittens",
			Args: []fidelity.Fact{
				fidelity.Is("include_cats", fidelity.Sent("listKittens", "query/include_cats").May(byDefault("false"))),
				fidelity.Is("available", fidelity.Sent("listKittens", "query/available").May(byDefault("true"))),
			},
			Values: []fidelity.Fact{fidelity.Is("kittens", fidelity.Said("listKittens", ""))},
		},
		{
			Name:   "timconnect.getKitten",
			Args:   []fidelity.Fact{fidelity.Is("id", fidelity.Sent("getKitten", "path/id"))},
			Values: []fidelity.Fact{fidelity.Is("kitten", fidelity.Said("getKitten", ""))},
		},
	}
}

// samePhone allows to send a phone in another of its three forms.
func samePhone() fidelity.Allowance {
	digits := func(v any) string {
		text, _ := v.(string)
		text = strings.TrimPrefix(text, "+")
		if len(text) == 11 && text[0] == '8' {
			return "7" + text[1:]
		}
		return text
	}
	return fidelity.Allowance{
		Name: "phone", Source: "timconnect-1.7.1 §authWithoutSms",
		Doc:   "+79991234567, 79991234567 and 89991234567 are one phone",
		Equal: func(caller, wire any) bool { return digits(caller) != "" && digits(caller) == digits(wire) },
	}
}

// fiveDecimals allows to send a place with the precision that messages have.
func fiveDecimals() fidelity.Allowance {
	return fidelity.Allowance{
		Name: "decimals", Source: "timconnect-1.7.1 §setGeolocation", Doc: "degrees have five decimals",
		Equal: func(caller, wire any) bool {
			a, err := strconv.ParseFloat(fmt.Sprint(caller), 64)
			b, also := strconv.ParseFloat(fmt.Sprint(wire), 64)
			return err == nil && also == nil && math.Abs(a-b) < 1e-5
		},
	}
}

// byDefault allows to send a flag that was not given, with the value that it has then.
func byDefault(value string) fidelity.Allowance {
	return fidelity.Allowance{
		Name: "default", Source: "timconnect#L126-L129", Doc: "without it, " + value + " may be sent",
		Equal: func(caller, wire any) bool {
			given, isFlag := caller.(bool)
			return caller == nil && wire == value || isFlag && wire == strconv.FormatBool(given)
		},
	}
}
