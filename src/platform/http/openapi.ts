import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

export function createOpenApi(app: INestApplication): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle('factormine')
    .setDescription(
      'Mines alpha factors by regularised evolution and keeps everything it learns. Failures are RFC 9457 problem ' +
        'documents; their `code` is stable. Keys are asked for where the service is bound to more than loopback.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'key')
    .build();
  return SwaggerModule.createDocument(app, document);
}

/** The documentation page at /docs and the document itself at /docs-json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createOpenApi(app));
}
