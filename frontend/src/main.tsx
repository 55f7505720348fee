import "./ui/trusted-types.ts";
import "./ui/app.css";
// Last, so that paper has its say over the rules of the screen.
import "./ui/print.css";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { answersAhead, isAskedAhead } from "./api/ahead.ts";
import { answerAtOnce } from "./api/first-answers.ts";
import { watch } from "./api/session.ts";
import { themeManager } from "./browser/theme.ts";
import { liveWithTranslation } from "./browser/translated.ts";
import { showAsWhole } from "./first-view.ts";
import { App, fetchAhead } from "./routes.tsx";
import { AppBoundary } from "./shell/app-boundary.tsx";
import language from "./text/language.en.json";
import { cssVariablesResolver, theme } from "./ui/theme.ts";
import { ToastProvider } from "./ui/toasts.tsx";

const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.nonce ?? "";
setNonce(nonce);
liveWithTranslation();
watch();

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
const root = document.getElementById("root");

/** How long the frame of the document stands alone, before the app draws what it has. */
const patience = 200;

/** Draws a page at once with its code and its answers: piece by piece it costs a slow phone twice as much. */
async function start(root: HTMLElement): Promise<void> {
  const isWaitedFor = isAskedAhead();
  const late = new Promise((end) => setTimeout(end, patience));
  const [answers] = await Promise.all([answersAhead(patience), Promise.race([fetchAhead(location.pathname), late])]);
  answerAtOnce(queries, answers);
  if (isWaitedFor) showAsWhole(queries, root);
  createRoot(root).render(
    <StrictMode>
      <AppBoundary>
        <DirectionProvider initialDirection={language.direction} detectDirection={false}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariablesResolver}
            defaultColorScheme="auto"
            colorSchemeManager={themeManager}
            getStyleNonce={() => nonce}
          >
            <QueryClientProvider client={queries}>
              <ToastProvider>
                <App />
              </ToastProvider>
            </QueryClientProvider>
          </MantineProvider>
        </DirectionProvider>
      </AppBoundary>
    </StrictMode>,
  );
}

if (root) start(root);
