# The pages, the same for every architecture.
FROM --platform=$BUILDPLATFORM node:20-slim AS pages
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY openapi.yaml ./
COPY frontend frontend
COPY docs docs
COPY api/fault/codes.go api/fault/
RUN npm run build

# The binary, with the pages in it.
FROM --platform=$BUILDPLATFORM golang:1.26 AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY Makefile embed.go openapi.yaml ./
COPY api api
COPY --from=pages /src/frontend/dist frontend/dist
ARG VERSION=container
ARG TARGETOS TARGETARCH
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH make compile OUT=/latchkey VERSION=$VERSION \
 && mkdir -m 0700 /data

# Nothing else: no shell, no package, no root.
FROM scratch
COPY --from=binary /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=binary /latchkey /latchkey
COPY --from=binary --chown=65532:65532 /data /data
USER 65532:65532
ENV LATCHKEY_DATA_DIR=/data LATCHKEY_LISTEN=:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/latchkey", "health"]
ENTRYPOINT ["/latchkey"]
CMD ["serve"]
