package rest

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"latchkey/api/signin/preview"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

func TestF21FilesForPeopleBeginWithTheByteOrderMark(t *testing.T) {
	t.Parallel()
	line := store.LogLine{UserName: "ليلى", Email: "张伟@acme.example"}
	log, json := signInsAs(t, contract.ExportSignInsParamsFormatCsv, line), signInsAs(t, contract.ExportSignInsParamsFormatJson, line)
	var person preview.Entry
	person.Name = "ليلى"
	forecast, err := previewTable([]preview.Entry{person})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"the log": log, "the forecast": string(forecast)} {
		if !strings.HasPrefix(file, "\xef\xbb\xbf") || strings.Count(file, "\ufeff") != 1 || !strings.Contains(file, "ليلى") {
			t.Errorf("%s: %q", name, file)
		}
	}
	if strings.Contains(json, "\ufeff") || json[0] != '[' {
		t.Errorf("JSON: %q", json)
	}
}

// signInsAs is a file of the log with some rows.
func signInsAs(t *testing.T, format contract.ExportSignInsParamsFormat, lines ...store.LogLine) string {
	t.Helper()
	written := httptest.NewRecorder()
	file := &listFile[store.LogLine]{form: signInsForm(format), first: lines, size: len(lines) + 1, done: func() {}, cut: func(err error) { t.Error(err) }}
	if err := file.write(written); err != nil {
		t.Fatal(err)
	}
	return written.Body.String()
}

// I16: people read what a provider is called, machines its key too.
func TestI16TheLogNamesProviders(t *testing.T) {
	t.Parallel()
	for line, want := range map[store.LogLine][2]string{
		{Provider: "partner", Label: "Partner login"}: {`"label":"Partner login"`, ",partner,,Partner login,,0"},
		{Provider: "google", Label: "x"}:              {`"label":null`, ",google,,,,0"},
		{}:                                            {`"label":null`, ",,,,,0"},
	} {
		table, list := signInsAs(t, contract.ExportSignInsParamsFormatCsv, line), signInsAs(t, contract.ExportSignInsParamsFormatJson, line)
		if !strings.Contains(list, want[0]) || !strings.HasSuffix(strings.TrimSpace(table), want[1]) {
			t.Errorf("%+v: %s %s", line, list, table)
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
