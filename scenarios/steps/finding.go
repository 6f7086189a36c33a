package steps

import (
	"slices"
	"strings"

	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// findings are the codes of what a server may find in a request. A test compares them with the sources of the fakes and of
// the contract: with a code that nothing has, a correct client would fail.
var findings = strings.Fields(`
	answer_too_deep answer_too_large authorization_scheme body_not_expected client_missing connection_deletion
	duplicate_key field_ignored flag_ignored flag_of_another_type ignored_in_business_mode language_not_ready
	malformed_form malformed_json malformed_query missing_body missing_cookie missing_field missing_header
	missing_language missing_parameter misspelt_name national_number no_answer no_variant not_a_multiple
	not_acceptable not_allowed not_an_integer not_in_enum null_not_allowed number_range pattern read_only_field
	redirect repeated_header repeated_item repeated_parameter rpt_out_of_range sixth_language thumbnail_doubtful
	thumbnail_rejected too_few_fields too_few_items too_large too_long too_many_fields too_many_items too_short
	too_small trailing_data undeclared_query_parameter undocumented_status unknown_field unsupported_language
	value_becomes_null voip_not_registered write_only_field wrong_content_encoding wrong_content_type wrong_format wrong_section
	wrong_type
`)

// aFinding checks that a group is the code of a finding.
func aFinding(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if slices.Contains(findings, q.Args[group]) {
			return nil
		}
		return feature.Usagef("no violation has the code %q; the nearest are %s", q.Args[group], strings.Join(feature.NearestThree(q.Args[group], findings), ", "))
	}
}
