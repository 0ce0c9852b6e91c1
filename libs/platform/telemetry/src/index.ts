export { certificateEnd, showCertificate } from './certificates.js';
export { followRequests } from './requests.js';
export { measure } from './metrics.js';
export { carriedContext, fail, inSpan, sendingSpan, type SpanAttributes, type SpanOptions } from './spans.js';
export { startTelemetry, type Telemetry } from './start-telemetry.js';
