// How the Go tests are run: with the race detector where many do something at
// once, and else as the binary is built, so that hardly anything is compiled twice.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// What a test about many at once has in its name.
const crowds = "AtOnce|Parallel|Replicas|TwoTabs|Rac(e|es|ed|ing)|Many|Crowd|Forget|Cache|_L8|(L1|L2|L4|L5|S5)[A-Z_]";
const ofCrowds = new RegExp(`^func Test\\w*(${crowds})`, "m");

/**
 * Rooms without a database go through the race detector whole; of the others what
 * is about crowds, because there it costs several times the time. SQLite, in C
 * translated to Go, is not ours to search for races, and is the largest part to
 * compile. What go vet says, the linter says. Compilers and tests collect garbage
 * less often than a program that stays: it was a third of what they did.
 */
export function goTest(results) {
  const rooms = testedRooms();
  const names = (kept) => rooms.filter(kept).map((room) => room.name).join(" ");
  const race = "go test -vet=off -race -tags=nomsgpack -gcflags=modernc.org/...=-race=false -json";
  const plain = "CGO_ENABLED=0 go test -vet=off -trimpath -tags=nomsgpack -json";
  return `export GOGC=400
    { ${race} ${names((room) => !room.stores)}; one=$?
    ${race} -run '${crowds}' ${names((room) => room.stores && room.crowds)}; two=$?
    ${plain} -skip '${crowds}' ${names((room) => room.stores)} && [ $one$two = 00 ]; } > ${results}/go.json`;
}

/** Every package with tests, whether they reach SQLite, and whether one is about crowds. */
function testedRooms() {
  const format = '{{if .ForTest}}{{.ForTest}}\t{{.Dir}}\t{{join .GoFiles " "}}\t{{join .Deps " "}}{{end}}';
  const rooms = new Map();
  for (const line of execFileSync("go", ["list", "-test", "-tags=nomsgpack", "-f", format, "./..."], { encoding: "utf8", maxBuffer: 1 << 28 }).split("\n")) {
    const [name, folder, files, needs] = line.split("\t");
    if (!needs) continue;
    const room = rooms.get(name) ?? { name, stores: false, crowds: false };
    room.stores ||= needs.split(" ").includes("modernc.org/sqlite");
    room.crowds ||= files.split(" ").some((file) => file && ofCrowds.test(readFileSync(join(folder, file), "utf8")));
    rooms.set(name, room);
  }
  return [...rooms.values()];
}
