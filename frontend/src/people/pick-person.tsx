import { Button } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useState } from "react";
import { PersonPicker, type PersonPickerProps } from "./picker.tsx";

/** A button that becomes a search for a person, and a button again once one is chosen or nobody is to be. */
export function PickPerson(props: Omit<PersonPickerProps, "onCancel">) {
  const [step, setStep] = useState<"unopened" | "open" | "closed">("unopened");
  const close = () => setStep("closed");
  const pick: PersonPickerProps["onPick"] = (person) => {
    close();
    props.onPick(person);
  };
  if (step === "open") return <Opened {...props} onCancel={close} onPick={pick} />;
  return (
    <p>
      {/* The focus comes back from the search, which is gone. */}
      <Button autoFocus={step === "closed"} onClick={() => setStep("open")}>
        {props.label}
      </Button>
    </p>
  );
}

function Opened(props: PersonPickerProps & { onCancel: () => void }) {
  useWindowEvent("keydown", (event) => event.key === "Escape" && props.onCancel());
  return <PersonPicker {...props} />;
}
