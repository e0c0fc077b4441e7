# The image of podium: command, workers, and the Prefect server of the very same version.
#
#   docker build --tag podium:0.1.0 --build-arg REVISION=$(git rev-parse HEAD) .

# Tag and digest: the digest is what is pulled, the tag is for the reader.
ARG PYTHON=python:3.11.17-slim-trixie@sha256:45037981b62b34b44602584fccbc4d884d5f7dc92c7ee86bb38a698a79fe1e51

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
# Every file that is installed was proven by its sha256; nothing is fetched after this step.
COPY requirements.lock requirements-lake.lock ./
RUN pip download --quiet --require-hashes --no-deps --only-binary :all: --dest /wheels \
        --requirement requirements.lock \
    && pip download --quiet --require-hashes --no-deps --only-binary :all: --dest /wheels \
        --requirement requirements-lake.lock
COPY . .
# Of what the locks name, the image has only what podium needs to run: no test, no build tool.
RUN pip install --quiet --no-index --find-links /wheels hatchling editables \
    && pip wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir /wheels . \
    && python -m venv --without-pip /opt/podium \
    && pip --python /opt/podium install --quiet --no-index --find-links /wheels --compile \
        'podium[lake]' \
    && /opt/podium/bin/podium --version

FROM ${PYTHON} AS podium
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium" \
      org.opencontainers.image.description="The system of record for public AI leaderboards" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# pg_dump and pg_restore for backups, as new as the Postgres of docker-compose.yml; the bytecode of
# the standard library, which nobody can write where the root is read-only.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && pip uninstall --quiet --yes --root-user-action ignore pip setuptools wheel \
    && python -m compileall -q -j 0 /usr/local/lib/python3.11 \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /tmp podium \
    && install -d -o podium -g podium -m 0750 \
        /var/lib/podium /var/lib/podium/lake /var/lib/podium/backups /var/lib/prefect
COPY --from=build /opt/podium /opt/podium
# Nothing is written but under PODIUM_HOME, which is a volume, and /tmp, which may be a tmpfs.
ENV PATH=/opt/podium/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DO_NOT_TRACK=1 \
    PREFECT_HOME=/tmp/prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    PODIUM_HOME=/var/lib/podium
WORKDIR /var/lib/podium
USER 10001:10001
VOLUME ["/var/lib/podium"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["podium"]
CMD ["--help"]
