using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class AnswerMembersTests
{
    private const string Path = "model request without tools 1: body /messages/0/content/0#members";

    [Theory]
    [InlineData("\"is_error\":true,", "content tool_use_id type")]
    [InlineData("", "content tool_use_id type")]
    [InlineData("\"cache_control\":{\"type\":\"ephemeral\"},", "cache_control content tool_use_id type")]
    public void What_stands_beside_a_tools_answer_is_told_but_not_whether_it_failed(string more, string members)
    {
        AuditSession asked = FoundDifference.Session("http://localhost:8080", "x", (0.5, "1"));
        byte[] body =
            Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","content":[{"type":"tool_result",{{more}}"tool_use_id":"t","content":"ok"}]}]}""");
        AuditSession said = asked with { Capture = asked.Capture with { Exchanges = [asked.Capture.Exchanges[0] with { Body = body }] } };
        Assert.Equal(members, FeatureReader.Of(said).All[Path].Value);
    }
}
