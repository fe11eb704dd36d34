# Asks a real Puppet: reads one JSON object a line from standard input, answers with one a line.
#
#   {"directory": D, "nodes": [{"facts": {...}, "trusted": {...}}, ...], "questions": [{"key": K, "options": {...}}, ...]}
#
# D/production is an environment. The answer is {"answers": [...]}, node by node and question by question, each
# {"ok": true, "value": V} or {"ok": false, "error": text}; with "time": N in the question it is {"seconds": [...]},
# processor time of N rounds over all nodes, and with "fresh": true files are read anew for each node.

require 'json'
require 'puppet'
require 'tmpdir'

def encoded(value)
  case value
  when Hash
    plain = value.keys.all? { |key| key.is_a?(String) && !key.start_with?('$') }
    return value.transform_values { |item| encoded(item) } if plain

    { '$hash' => value.map { |key, item| [encoded(key), encoded(item)] } }
  when Array then value.map { |item| encoded(item) }
  when Float then value.finite? ? value : { '$float' => value.to_s }
  when nil, true, false, Integer then value
  when String then text(value)
  when Symbol then value == :default ? { '$default' => true } : { '$symbol' => value.to_s }
  else rich(value)
  end
end

def text(value)
  value = value.dup.force_encoding(Encoding::UTF_8)
  value.valid_encoding? ? value : { '$bytes' => [value].pack('m0') }
end

def rich(value)
  types = Puppet::Pops::Types
  case value
  when types::PSensitiveType::Sensitive then { '$sensitive' => encoded(value.unwrap) }
  when types::PBinaryType::Binary then { '$binary' => value.to_s }
  when Puppet::Pops::Time::Timestamp then { '$timestamp' => value.to_s }
  when Puppet::Pops::Time::Timespan then { '$timespan' => value.to_s }
  when SemanticPuppet::Version then { '$semver' => value.to_s }
  when SemanticPuppet::VersionRange then { '$semverrange' => value.to_s }
  when Regexp then { '$regexp' => value.source }
  when URI then { '$uri' => value.to_s }
  when types::PAnyType then { '$type' => value.to_s }
  else { '$other' => "#{value.class}: #{value}" }
  end
end

def with_scopes(directory, nodes, fresh: false)
  environments = Puppet::Environments::Cached.new(Puppet::Environments::Directories.new(directory, []))
  nodes.each_with_index do |given, number|
    environments.clear_all if fresh
    Puppet.override(environments: environments) do
      environment = environments.get!(:production)
      facts = given['facts'] || {}
      node = Puppet::Node.new("node#{number}", environment: environment, facts: Puppet::Node::Facts.new("node#{number}", facts))
      node.merge(facts.merge(given['variables'] || {}))
      node.trusted_data = given['trusted'] if given['trusted']
      compiler = Puppet::Parser::Compiler.new(node)
      compiler.compile do |catalog|
        yield compiler.topscope
        catalog
      end
    end
  end
end

def look(scope, question)
  options = question['options'] || {}
  invocation = Puppet::Pops::Lookup::Invocation.new(scope, {}, {})
  given = options.key?('default_value')
  type = options['value_type'] && Puppet::Pops::Types::TypeParser.singleton.parse(options['value_type'])
  Puppet::Pops::Lookup.lookup(question['key'], type, options['default_value'], given, options['merge'], invocation)
end

def answer(scope, question)
  { 'ok' => true, 'value' => encoded(look(scope, question)) }
rescue StandardError, SystemStackError => e
  { 'ok' => false, 'error' => e.message.dup.force_encoding(Encoding::UTF_8).scrub }
end

def timed(directory, nodes, questions, fresh)
  before = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  with_scopes(directory, nodes, fresh: fresh) do |scope|
    questions.each do |question|
      look(scope, question)
    rescue Puppet::Error, Puppet::DataBinding::LookupError
      nil
    end
  end
  Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - before
end

Dir.mktmpdir do |home|
  Puppet.initialize_settings(['--confdir', home, '--vardir', home, '--codedir', home, '--hiera_config', "#{home}/none.yaml"])
  Puppet[:code] = 'undef'
  Puppet[:environment_timeout] = 'unlimited'
  Puppet::Util::Log.level = :err
  out = $stdout.dup
  out.sync = true
  $stdout = File.open(File::NULL, 'w') # `merge_debug` prints
  $stdin.each_line do |line|
    asked = JSON.parse(line)
    directory, nodes, questions = asked.values_at('directory', 'nodes', 'questions')
    if asked['time']
      seconds = Array.new(asked['time']) { timed(directory, nodes, questions, asked['fresh']) }
      out.puts JSON.generate({ 'seconds' => seconds })
    else
      answers = []
      with_scopes(directory, nodes) { |scope| answers.concat(questions.map { |question| answer(scope, question) }) }
      out.puts JSON.generate({ 'answers' => answers })
    end
  end
end
