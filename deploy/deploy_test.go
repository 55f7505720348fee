package deploy_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"latchkey/api/config"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// settings are the names of all environment variables that the program reads.
func settings() map[string]bool {
	names, of := map[string]bool{}, reflect.TypeFor[config.Settings]()
	for i := range of.NumField() {
		if name := of.Field(i).Tag.Get("env"); name != "" {
			names[name] = true
		}
	}
	return names
}

// files are all files below some folders.
func files(t *testing.T, roots ...string) (paths []string) {
	t.Helper()
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// Whatever a file of an operator names of ours is a setting that the program reads.
func TestEverySettingThatIsNamedExists(t *testing.T) {
	known, seen := settings(), 0
	for _, path := range append(files(t, "helm", "prometheus", "../docs/operations"), "compose.yaml", "../README.md", "../Dockerfile") {
		for _, name := range regexp.MustCompile(`LATCHKEY_[A-Z_]*[A-Z]\b`).FindAllString(read(t, path), -1) {
			seen++
			if !known[name] && name != "LATCHKEY_PORT" { // which Kubernetes would set
				t.Errorf("%s: there is no setting %s", path, name)
			}
		}
	}
	if seen < 50 || len(known) < 20 {
		t.Errorf("%d named, %d known", seen, len(known))
	}
}

// manifests are the objects of a rendered chart, by kind.
func manifests(t *testing.T, name string) map[string][]any {
	t.Helper()
	kinds := map[string][]any{}
	for _, text := range strings.Split(read(t, "helm/rendered/"+name+".yaml"), "\n---\n") {
		var object any
		if err := yaml.Unmarshal([]byte(text), &object); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if kind, ok := at(object, "kind").(string); ok {
			kinds[kind] = append(kinds[kind], object)
		}
	}
	return kinds
}

// at goes down into an object of YAML by names and numbers; nil where there is nothing.
func at(object any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			members, _ := object.(map[string]any)
			object = members[step]
		case int:
			list, _ := object.([]any)
			if step >= len(list) {
				return nil
			}
			object = list[step]
		}
	}
	return object
}

// is compares a member of an object; numbers have no type of their own in YAML.
func is(t *testing.T, object any, want string, path ...any) {
	t.Helper()
	got, err := yaml.MarshalWithOptions(at(object, path...), yaml.Flow(true))
	if err != nil || strings.TrimSpace(string(got)) != want {
		t.Errorf("%v is %s, want %s (%v)", path, bytes.TrimSpace(got), want, err)
	}
}

// environment is what a container is started with.
func environment(object any) map[string]string {
	env := map[string]string{}
	switch list := object.(type) {
	case []any:
		for _, one := range list {
			name, _ := at(one, "name").(string)
			env[name], _ = at(one, "value").(string)
		}
	case map[string]any:
		for name, value := range list {
			env[name], _ = value.(string)
		}
	}
	return env
}

func TestTheChartRunsItAsItShould(t *testing.T) {
	for _, name := range []string{"least", "full"} {
		kinds := manifests(t, name)
		if len(kinds["Deployment"]) != 1 {
			t.Fatalf("%s: %v", name, kinds)
		}
		pod := at(kinds["Deployment"][0], "spec", "template", "spec")
		is(t, pod, "true", "securityContext", "runAsNonRoot")
		is(t, pod, "false", "automountServiceAccountToken")
		c := at(pod, "containers", 0)
		is(t, c, "true", "securityContext", "readOnlyRootFilesystem")
		is(t, c, "false", "securityContext", "allowPrivilegeEscalation")
		is(t, c, "[ALL]", "securityContext", "capabilities", "drop")
		is(t, c, "/healthz", "startupProbe", "httpGet", "path")
		is(t, c, "/healthz", "livenessProbe", "httpGet", "path")
		is(t, c, "/readyz", "readinessProbe", "httpGet", "path")
		env := environment(at(c, "env"))
		for _, needed := range []string{"LATCHKEY_PUBLIC_URL", "LATCHKEY_DATABASE_URL_FILE", "LATCHKEY_ENCRYPTION_KEYS_FILE"} {
			if env[needed] == "" {
				t.Errorf("%s: %s is not set", name, needed)
			}
		}
		for _, secret := range []string{"LATCHKEY_DATABASE_URL", "LATCHKEY_ENCRYPTION_KEYS", "LATCHKEY_SMTP_URL", "LATCHKEY_OUTBOUND_PROXY"} {
			if _, open := env[secret]; open {
				t.Errorf("%s: %s stands in the manifest", name, secret)
			}
		}
		for _, kind := range []string{"Service", "PodDisruptionBudget", "NetworkPolicy"} {
			if len(kinds[kind]) == 0 {
				t.Errorf("%s has no %s", name, kind)
			}
		}
		for _, kind := range []string{"Ingress", "HorizontalPodAutoscaler", "ServiceMonitor"} {
			if has := len(kinds[kind]) == 1; has != (name == "full") {
				t.Errorf("%s has a %s: %v", name, kind, has)
			}
		}
		for _, service := range kinds["Service"] { // an ingress leads to the first, never to metrics
			if ports, _ := at(service, "spec", "ports").([]any); len(ports) != 1 {
				t.Errorf("%s: a service with %v", name, ports)
			}
		}
	}
	is(t, manifests(t, "full")["Ingress"][0], "sso.example.com", "spec", "rules", 0, "host")
}

// Helm is not compiled for the tests: what it made is kept with the chart that it made it of.
func TestWhatIsRenderedIsOfThisChart(t *testing.T) {
	sum, chart := sha256.New(), files(t, "helm/latchkey")
	slices.Sort(chart)
	for _, path := range chart {
		sum.Write([]byte(path + "\n" + read(t, path)))
	}
	want := "# Of the chart " + hex.EncodeToString(sum.Sum(nil)) + ": make deploy-check\n"
	for _, name := range []string{"least", "full"} {
		if text := read(t, "helm/rendered/"+name+".yaml"); !strings.HasPrefix(text, want) {
			t.Errorf("%s.yaml is of another chart than helm/latchkey: make deploy-check", name)
		}
	}
}

func TestComposeRunsItAsItShould(t *testing.T) {
	var file any
	if err := yaml.Unmarshal([]byte(read(t, "compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"latchkey", "postgres"} {
		is(t, file, "true", "services", name, "read_only")
		is(t, file, "[ALL]", "services", name, "cap_drop")
		is(t, file, `["no-new-privileges:true"]`, "services", name, "security_opt")
		if at(file, "services", name, "healthcheck", "test") == nil {
			t.Errorf("%s has no health check", name)
		}
		secrets, _ := at(file, "services", name, "secrets").([]any)
		for _, secret := range secrets {
			if at(file, "secrets", secret, "file") == nil {
				t.Errorf("%s has an unknown secret %v", name, secret)
			}
		}
	}
	is(t, file, `"65532:65532"`, "services", "latchkey", "user")
	is(t, file, "[CMD, /latchkey, health]", "services", "latchkey", "healthcheck", "test")
	is(t, file, `["127.0.0.1:8080:8080"]`, "services", "latchkey", "ports")
	is(t, file, "service_healthy", "services", "latchkey", "depends_on", "postgres", "condition")
	env := environment(at(file, "services", "latchkey", "environment"))
	for _, needed := range []string{"LATCHKEY_PUBLIC_URL", "LATCHKEY_DATABASE_URL", "LATCHKEY_ENCRYPTION_KEYS_FILE"} {
		if env[needed] == "" {
			t.Errorf("%s is not set", needed)
		}
	}
	// What it says is what the program takes.
	s := config.Settings{
		Listen: env["LATCHKEY_LISTEN"], MetricsListen: env["LATCHKEY_METRICS_LISTEN"], DatabaseURL: env["LATCHKEY_DATABASE_URL"],
		PublicURL: "https://sso.example.com", TrustedProxies: []string{"172.16.0.0/12"}, StartsPerMinute: 1,
		EncryptionKeys: []string{"k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="},
	}
	if _, err := s.Inspect(); err != nil || !strings.HasSuffix(env["LATCHKEY_TRUSTED_PROXIES"], ":-172.16.0.0/12}") {
		t.Errorf("%v, %s", err, env["LATCHKEY_TRUSTED_PROXIES"])
	}
}

// What the pages for operators lead to is there.
func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	for _, path := range append(files(t, "../docs/operations"), "../docs/asvs.md", "../README.md", "../CONTRIBUTING.md", "../SECURITY.md") {
		for _, link := range links.FindAllStringSubmatch(read(t, path), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), link[1])); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}
