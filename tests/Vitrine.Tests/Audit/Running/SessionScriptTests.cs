using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class SessionScriptTests
{
    [Theory]
    [InlineData(AuditScripts.Hello)]
    [InlineData(AuditScripts.Work)]
    [InlineData(AuditScripts.LongOutput)]
    [InlineData(AuditScripts.Error)]
    [InlineData(AuditScripts.ManyTurns)]
    public void Each_script_of_the_model_can_be_played(string name) => Assert.True(SessionScripts.TryFind(name, out _));

    [Fact]
    public void Another_name_is_none() => Assert.False(SessionScripts.TryFind("other", out _));
}
