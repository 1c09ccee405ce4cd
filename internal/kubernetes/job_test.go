// Package kubernetes tests examples/kubernetes. It is a module of its own, so that the API of
// Kubernetes is no part of knead.
package kubernetes

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
)

// accept does with a manifest what the API server does before it stores it: decoding that
// refuses unknown fields, defaults, and validation.
func accept(manifest string) (*batch.Job, error) {
	var found *batch.Job
	decoder := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()
	for _, document := range strings.Split(manifest, "\n---\n") {
		object, _, err := decoder.Decode([]byte(document), nil, nil)
		if err != nil {
			return nil, err
		}
		info := &request.RequestInfo{Verb: "create", APIVersion: "v1"}
		var strategy rest.RESTCreateStrategy
		switch object.(type) {
		case *batch.Job:
			strategy, info.APIGroup, info.Resource = job.Strategy, "batch", "jobs"
		case *core.PersistentVolumeClaim:
			strategy, info.Resource = persistentvolumeclaim.Strategy, "persistentvolumeclaims"
		default:
			return nil, fmt.Errorf("%T is not expected", object)
		}
		rest.FillObjectMetaSystemFields(object.(metav1.Object))
		ctx := request.WithRequestInfo(request.WithNamespace(request.NewContext(), "default"), info)
		if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
			return nil, err
		}
		if j, ok := object.(*batch.Job); ok {
			found = j
		}
	}
	return found, nil
}

func manifest(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../examples/kubernetes/job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestManifestIsAccepted(t *testing.T) {
	text := manifest(t)
	if _, err := accept(text); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"restartPolicy: Never", "restartPolicy: Always"},
		{"completionMode: Indexed", "completionMode: NonIndexed"},
		{"parallelism:", "parallel:"},
		{"mountPath: /data", "mountPath: ''"},
		{"[ReadWriteMany]", "[ReadMany]"},
	} {
		if _, err := accept(strings.Replace(text, change[0], change[1], 1)); err == nil {
			t.Errorf("%q was accepted", change[1])
		}
	}
}

// TestManifestRuns runs the shards of the manifest as its user in a root that holds what the
// image holds, and compares their outputs with those of a plain run.
func TestManifestRuns(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can change the root")
	}
	root, err := os.MkdirTemp("", "image")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	build := exec.Command("go", "build", "-o", filepath.Join(root, "knead"), "./cmd/knead")
	build.Dir, build.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
	data := filepath.Join(root, "data")
	var input bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&input, `{"id":"c-%d","answers":{"age":%d}}`+"\n", i, i%120)
	}
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "big.jsonl"), input.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	j, err := accept(manifest(t))
	if err != nil {
		t.Fatal(err)
	}
	container, id := j.Spec.Template.Spec.Containers[0], uint32(*j.Spec.Template.Spec.SecurityContext.RunAsUser)
	for _, name := range []string{root, data} {
		if err := os.Chown(name, int(id), int(id)); err != nil {
			t.Fatal(err)
		}
	}
	run := func(index string, args ...string) []byte {
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "$(JOB_COMPLETION_INDEX)", index)
		}
		c := exec.Command("/knead", args...)
		c.Env, c.Dir = []string{"JOB_COMPLETION_INDEX=" + index}, "/"
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: id, Gid: id}}
		var complaints bytes.Buffer
		c.Stderr = &complaints
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, complaints.Bytes())
		}
		return out
	}
	var results []byte
	verify := []string{"batch", "--verify"}
	for i := range *j.Spec.Completions {
		index := fmt.Sprint(i)
		run(index, append([]string{}, container.Args...)...)
		part, err := os.ReadFile(filepath.Join(data, "part-"+index+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		results, verify = append(results, part...), append(verify, "/data/part-"+index+".json")
	}
	if out := run("", verify...); !bytes.HasPrefix(out, []byte("64 shards are whole: 1000 records")) {
		t.Errorf("verified: %s", out)
	}
	if plain := run("", "batch", "/data/big.jsonl", "--allow-rejects=1000000000"); !bytes.Equal(results, plain) {
		t.Errorf("the parts are %d bytes and the whole %d", len(results), len(plain))
	}
}
