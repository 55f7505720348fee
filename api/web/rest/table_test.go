package rest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"latchkey/api/signin/preview"
	"latchkey/api/store"
)

func TestF21FilesForPeopleBeginWithTheByteOrderMark(t *testing.T) {
	t.Parallel()
	var log, json bytes.Buffer
	line := store.LogLine{UserName: "ليلى", Email: "张伟@acme.example"}
	for _, file := range []exportFile{&csvFile{to: &log}, &jsonFile{w: &json, before: "["}} {
		for _, step := range []func() error{file.begin, func() error { return file.add(line) }, file.end} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var person preview.Entry
	person.Name = "ليلى"
	forecast, err := previewTable([]preview.Entry{person})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"the log": log.String(), "the forecast": string(forecast)} {
		if !strings.HasPrefix(file, "\xef\xbb\xbf") || strings.Count(file, "\ufeff") != 1 || !strings.Contains(file, "ليلى") {
			t.Errorf("%s: %q", name, file)
		}
	}
	if strings.Contains(json.String(), "\ufeff") || json.String()[0] != '[' {
		t.Errorf("JSON: %q", json.String())
	}
}

// I16: people read what a provider is called, machines its key too.
func TestI16TheLogNamesProviders(t *testing.T) {
	t.Parallel()
	for line, want := range map[store.LogLine][2]string{
		{Provider: "partner", Label: "Partner login"}: {`"label":"Partner login"`, ",partner,,Partner login,,0"},
		{Provider: "google", Label: "x"}:              {`"label":null`, ",google,,,,0"},
		{}:                                            {`"label":null`, ",,,,,0"},
	} {
		var table, list bytes.Buffer
		for _, file := range []exportFile{&csvFile{to: &table}, &jsonFile{w: &list, before: "["}} {
			for _, step := range []func() error{file.begin, func() error { return file.add(line) }, file.end} {
				if err := step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !strings.Contains(list.String(), want[0]) || !strings.HasSuffix(strings.TrimSpace(table.String()), want[1]) {
			t.Errorf("%+v: %s %s", line, list.String(), table.String())
		}
		change := auditEntry(store.AuditLine{SubjectProvider: line.Provider, SubjectLabel: line.Label})
		if name, _ := change.SubjectName.Get(); line.Provider == "partner" && name != "Partner login" {
			t.Errorf("changed: %s", name)
		}
	}
}

func TestF21NoCellIsRun(t *testing.T) {
	t.Parallel()
	cells := []string{"=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "＠a", "a=1", "", "1-2", "ليلى"}
	want := []string{"'=1+1", "'+1", "'-1", "'@a", "'\t=1", "'\r=1", "'\n=1", "' =1", "'＝1", "'＋1", "'＠a", "a=1", "", "1-2", "ليلى"}
	if got := safeCells(slices.Clone(cells)...); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
