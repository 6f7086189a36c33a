package report

import (
	"encoding/json"
	"fmt"
	"io"

	"sparring/scenarios/verdict"
)

// JSON is the report as data.
func JSON() Format {
	return Format{
		Name: "json", About: "write the report as JSON, to standard output or to `FILE`", Screen: true,
		Write: func(out io.Writer, r *verdict.Report, _ Flavour) error { return WriteJSON(out, r) },
	}
}

// WriteJSON writes the report as REPORT.md documents it.
func WriteJSON(out io.Writer, r *verdict.Report) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the JSON report: %w", err)
	}
	return nil
}

// ReadJSON reads a report that WriteJSON has written. The error says what was expected.
func ReadJSON(in io.Reader) (*verdict.Report, error) {
	var r verdict.Report
	d := json.NewDecoder(in)
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("expected a JSON report of verify: %w", err)
	}
	if r.Schema != verdict.Schema {
		return nil, fmt.Errorf("expected a JSON report of verify with the schema %q, got %q", verdict.Schema, r.Schema)
	}
	return &r, nil
}
