namespace Vitrine.Egress.Http;

/// <summary>Content may not leave. An exception because in the middle of a stream it crosses the HTTP client on its way out.</summary>
/// <param name="reason">What the agent is told.</param>
internal sealed class ContentRefusedException(string reason) : IOException("Content was refused.")
{
    /// <summary>One sentence for the agent.</summary>
    public string Reason => reason;
}
