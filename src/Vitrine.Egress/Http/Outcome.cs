namespace Vitrine.Egress.Http;

/// <summary>How an exchange ended.</summary>
/// <param name="Status">What the agent got; 0 for nothing.</param>
/// <param name="AnsweredBy"><c>upstream</c>, <c>stand-in</c>, <c>sinkhole</c> or <c>door</c>.</param>
/// <param name="Error">What failed, for the record; null when nothing did.</param>
internal readonly record struct Outcome(int Status, string AnsweredBy, string? Error)
{
    public const string Upstream = "upstream";
    public const string Door = "door";
}
