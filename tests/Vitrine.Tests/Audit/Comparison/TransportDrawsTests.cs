using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class TransportDrawsTests
{
    private const string Plain = "http://localhost:8080", Secret = "https://llm.example";
    private const string Second = "model request 2: field x-request-id";

    [Theory]
    [InlineData("req-5f31c09a7be2", "req-e80d4471c3b6")]
    [InlineData("req-5f31c09a-7be2", "req-e80d4471-c3b6")]
    public void What_is_drawn_after_a_handshake_is_another_draw(string before, string after) => Assert.True(Explains(Second, before, after, Secret));

    [Theory]
    // A mark within a draw; a short word; another length; another word beside the draw; the first request, which is drawn before; the same scheme.
    [InlineData(Second, "req-5f31c09a7be2", "req-5f31c09a7bff", Secret)]
    [InlineData(Second, "req-abc", "req-xyz", Secret)]
    [InlineData(Second, "req-5f31c09a7be2", "req-e80d4471c3b600", Secret)]
    [InlineData(Second, "req-5f31c09a7be2", "req-e80d4471c3b6-f", Secret)]
    [InlineData("model request 1: field x-request-id", "req-5f31c09a7be2", "req-e80d4471c3b6", Secret)]
    [InlineData(Second, "req-5f31c09a7be2", "req-e80d4471c3b6", "http://llm.example")]
    public void What_a_handshake_does_not_change_is_not_explained_by_it(string path, string before, string after, string endpoint) =>
        Assert.False(Explains(path, before, after, endpoint));

    private static bool Explains(string path, string before, string after, string endpoint) =>
        TransportDraws.Are(FoundDifference.Of(path, "", before, after, [At(Plain)], [At(endpoint)]));

    private static AuditSession At(string endpoint) => FoundDifference.Session(endpoint, "x-request-id");
}
