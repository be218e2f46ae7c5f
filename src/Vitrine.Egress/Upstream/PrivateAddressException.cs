namespace Vitrine.Egress.Upstream;

/// <summary>An allowed name resolved to an address that may not be dialled. An exception because it crosses the HTTP client on its way out.</summary>
internal sealed class PrivateAddressException() : IOException("The name stands for an address of a private network.");
