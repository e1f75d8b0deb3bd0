# Coreflect in a container. How to run it: docs/operating.md
# 3.11 is the Python that the tests run on and that the lock file was made for.

FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore

RUN python -m venv /opt/coreflect

# The dependencies come first: this layer is built again only when the lock file changes.
COPY requirements.lock /build/
RUN /opt/coreflect/bin/pip install --require-hashes -r /build/requirements.lock

COPY pyproject.toml README.md LICENSE coreflect.py command_line.py doctor.py operating.py outbox_command.py /build/
COPY bot /build/bot
COPY adapters /build/adapters
COPY storage /build/storage
COPY framework_content /build/framework_content
RUN /opt/coreflect/bin/pip install --no-deps --no-build-isolation /build


FROM python:3.11-slim

COPY --from=build /opt/coreflect /opt/coreflect

# Nobody logs in as this user, and it may write to /data and nowhere else.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin coreflect \
    && mkdir -p /data/keys \
    && chown -R coreflect /data \
    && chmod 700 /data /data/keys

# COREFLECT_SECRET is not here on purpose: give it when the container starts. The web chat has no accounts, so on
# 0.0.0.0 it does not start without a secret.
ENV PATH=/opt/coreflect/bin:$PATH \
    DATABASE_URL=sqlite:////data/coreflect.db \
    COREFLECT_KEYS=/data/keys/keys.json \
    COREFLECT_HOST=0.0.0.0 \
    COREFLECT_PORT=8080

# Two volumes, so that a backup of the database does not carry the keys with it.
VOLUME ["/data", "/data/keys"]

USER 10001
WORKDIR /opt/coreflect
EXPOSE 8080

# Without a proxy: Docker can hand every container the machine's own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open(f\"http://127.0.0.1:{os.environ['COREFLECT_PORT']}/health\", timeout=4)"]

CMD ["coreflect", "run"]
