import { Flex } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import type { Drawn, Figure } from "../providers/guides.ts";
import { fill } from "../text/fill.ts";

const width = 380;
const menuWidth = 124;
const left = menuWidth + 16;
const rowHeight = 46;
const firstRow = 40;

const outline = { fill: "var(--surface)", stroke: "var(--line)" };
const ring = { fill: "var(--surface)", stroke: "var(--brass)", strokeWidth: 2 };
const quiet = { fill: "var(--muted)" };

const drawn = { maxWidth: "30rem", font: "400 11px / 1 var(--font)" };

/** A window of the provider's console in lines: the menu entry, the fields, and the one that matters in a brass ring. */
export function GuideFigure({ figure, copy }: { figure: Figure; copy: components["schemas"]["CopyBlock"] }) {
  const rows = Math.max(figure.fields.length * rowHeight, figure.menu.length * 20);
  const height = firstRow + rows + 8;
  return (
    <Flex component="figure" direction="column" gap="xs" p="sm" bg="var(--sunken)" bdrs="sm" className="edged">
      <svg style={drawn} width="100%" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={figure.label}>
        <Frame height={height} />
        {figure.menu.map((entry, place) => (
          <Entry
            key={`${place} ${entry}`}
            name={entry}
            isOpen={entry !== null && entry === figure.entry}
            place={place}
          />
        ))}
        {figure.fields.map((field, place) => (
          <Row key={field.label + field.value} field={field} value={fill(field.value, { ...copy })} place={place} />
        ))}
      </svg>
      {figure.caption && <figcaption className="small muted">{figure.caption}</figcaption>}
    </Flex>
  );
}

function Frame({ height }: { height: number }) {
  return (
    <>
      <rect {...outline} x="0.5" y="0.5" width={width - 1} height={height - 1} rx="5" />
      <path fill="none" stroke="var(--line)" d={`M0 26h${width}M${menuWidth} 26V${height}`} />
      {[14, 25, 36].map((x) => (
        <circle key={x} fill="var(--line)" cx={x} cy="13" r="3" />
      ))}
    </>
  );
}

function Entry({ name, isOpen, place }: { name: string | null; isOpen: boolean; place: number }) {
  const y = 34 + place * 20;
  if (name === null)
    return <rect fill="var(--line)" x="12" y={y + 6} width={44 + ((place * 13) % 24)} height="7" rx="2" />;
  return (
    <>
      {isOpen && <rect fill="var(--primary-soft)" x="1" y={y} width={menuWidth - 1} height="19" />}
      <text {...(isOpen ? { fill: "var(--on-primary-soft)", fontWeight: 600 } : quiet)} x="12" y={y + 13}>
        {shortened(name, 19)}
      </text>
    </>
  );
}

function Row({ field, value, place }: { field: Drawn; value: string; place: number }) {
  const y = firstRow + place * rowHeight;
  if (field.kind === "button") return <ButtonRow field={field} y={y} />;
  const box = { x: left + 0.5, y: y + 14.5, width: width - left - 17, height: 22, rx: 3 };
  return (
    <>
      <text {...(field.ringed ? { fill: "var(--text)", fontWeight: 600 } : quiet)} x={left} y={y + 8}>
        {field.label}
      </text>
      <rect {...(field.ringed ? ring : outline)} {...box} />
      {field.kind === "choice" && (
        <circle fill="none" stroke="var(--primary)" strokeWidth="3" cx={left + 12} cy={y + 25.5} r="4" />
      )}
      <text fill="var(--text)" x={left + (field.kind === "choice" ? 22 : 8)} y={y + 29}>
        {shortened(value, field.kind === "choice" ? 34 : 38)}
      </text>
    </>
  );
}

function ButtonRow({ field, y }: { field: Drawn; y: number }) {
  const wide = field.label.match(/[\u2e80-\uffef]/g)?.length ?? 0; // Chinese takes the room of two letters
  const room = Math.min(width - left - 16, 20 + (field.label.length + wide) * 6.4);
  return (
    <>
      <rect {...(field.ringed ? ring : outline)} x={left + 0.5} y={y + 8.5} width={room} height="24" rx="3" />
      <text fill="var(--text)" x={left + 10} y={y + 24}>
        {field.label}
      </text>
    </>
  );
}

/** A drawing has no room for whole addresses; the text beside it has. */
function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
