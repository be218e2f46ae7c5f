namespace Vitrine.Egress.Tapping;

/// <summary>A request that the door has; it says who answered.</summary>
internal sealed class TappedRequest(int stream)
{
    private TappedAnswer _answer = new(stream, 0, "");

    /// <summary>Settles who answered. The first word stands.</summary>
    public void Settle(int status, string answeredBy)
    {
        TappedAnswer open = Volatile.Read(ref _answer);
        if (open.AnsweredBy.Length == 0)
            Interlocked.CompareExchange(ref _answer, open with { Status = status, AnsweredBy = answeredBy }, open);
    }

    public TappedAnswer Read() => Volatile.Read(ref _answer);
}
