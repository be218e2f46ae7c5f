using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class HashedDrawsTests
{
    private const string First = "92c1176e1afb81439212786274d455fc", Other = "e96f271551314839e1e429510873c879";

    [Fact]
    public void A_hash_changes_as_a_whole_with_what_is_said_in_clear() => Assert.True(HashedDraws.Are(Of(First, Other, "You are on {0}.")));

    [Theory]
    // A few signs of a draw; a host that nobody is told; one that is only part of a word.
    [InlineData("92c1176e1afb81439212786274d4ffff", "You are on {0}.")]
    [InlineData(Other, "You are somewhere.")]
    [InlineData(Other, "You are on {0}x.")]
    public void What_says_more_than_the_request_does_is_not_explained(string after, string said) => Assert.False(HashedDraws.Are(Of(First, after, said)));

    private static Difference Of(string before, string after, string said) =>
        FoundDifference.Of("model request 1: field idempotency-key", "", before, after, [On("kiwi", said)],
            [On("tower", said)]) with
        { Factors = [Factors.HostName], Kind = DifferenceKind.Paired };

    private static AuditSession On(string host, string said)
    {
        AuditSession session = FoundDifference.Session("http://localhost:8080", "idempotency-key", (0.5, ""));
        byte[] body = Encoding.UTF8.GetBytes($$"""{"system":"{{string.Format(null, CompositeFormat.Parse(said), host)}}","tools":[]}""");
        return session with
        {
            Machine = session.Machine with { HostName = host },
            Capture = session.Capture with { Exchanges = [session.Capture.Exchanges[0] with { Body = body }] }
        };
    }
}
