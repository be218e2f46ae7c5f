namespace Vitrine.Egress.Http;

/// <summary>Something could not be recorded, so it must not happen. Apart from other I/O errors because the exchange has many sources of those.</summary>
internal sealed class RecordingException(IOException inner) : IOException("The record can't be written.", inner);
