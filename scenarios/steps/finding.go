package steps

import (
	"slices"
	"strings"

	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// findings are the codes of what a server may find in a request or a service's response. A test compares them with
// those that the server explains: a sentence with a code that nothing makes would pass without a look.
var findings = strings.Fields(`
	answer_too_deep answer_too_large authorization_scheme body_not_expected client_missing connection_deletion
	duplicate_key error_in_200 field_missing_13 flag_ignored flag_of_another_type ignored_in_business_mode
	invalid_utf8 language_not_ready local_id_reused malformed_form malformed_json malformed_query message_unknown
	missing_body missing_cookie missing_field missing_header missing_language missing_parameter misspelt_name
	national_number no_answer no_response no_variant not_a_multiple not_acceptable not_allowed not_an_integer
	not_in_enum null_not_allowed number_range pattern push_not_taken read_only_field redirect repeated_header
	repeated_item repeated_parameter rpt_out_of_range sixth_language success_not_200 thumbnail_doubtful
	thumbnail_rejected token_in_path token_not_encoded token_twice too_few_fields too_few_items too_large too_long
	too_many_fields too_many_items too_short too_small trailing_data undeclared_query_parameter undocumented_status
	unknown_code unknown_field unknown_header unknown_operation unpaired_surrogate unsupported_language
	value_becomes_null voip_not_registered webhook_not_taken write_only_field wrong_content_encoding
	wrong_content_type wrong_format wrong_section wrong_type
`)

// aFinding checks that a group is the code of a finding.
func aFinding(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if slices.Contains(findings, q.Args[group]) {
			return nil
		}
		return feature.Usagef(
			"no violation has the code %q; the nearest are %s",
			q.Args[group],
			strings.Join(feature.NearestThree(q.Args[group], findings), ", "),
		)
	}
}
